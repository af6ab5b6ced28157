import assert from 'node:assert';
import { address4, onBench } from './lib/bench';
import { PROTO_UDP } from './lib/frames';

const GROUP = '239.1.2.4';

onBench('multicasts have TTL 1 unless told otherwise; unicasts 64', { boards: 2 }, async (bench) => {
  const sender = await bench.boards[0]!.socket('udp4');
  const receiver = await bench.boards[1]!.socket('udp4');
  await sender.bind(4000);
  await receiver.bind(4000);
  await receiver.call('addMembership', GROUP);
  const ttl = async (text: string): Promise<number> => {
    assert.strictEqual(await receiver.nextText(), text);
    return (await bench.frame((seen) => seen.protocol === PROTO_UDP && seen.payload?.toString() === text)).ttl!;
  };
  await sender.send('default', 4000, GROUP);
  assert.strictEqual(await ttl('default'), 1);
  await sender.call('setMulticastTTL', 17);
  await sender.send('seventeen', 4000, GROUP);
  assert.strictEqual(await ttl('seventeen'), 17);
  await sender.send('unicast', 4000, address4(1));
  assert.strictEqual(await ttl('unicast'), 64);
  await sender.call('setTTL', 99);
  await sender.send('ninety-nine', 4000, address4(1));
  assert.strictEqual(await ttl('ninety-nine'), 99);
});

onBench('a sender that has joined hears itself, unless loopback is off', {}, async (bench) => {
  const socket = await bench.boards[0]!.socket('udp4');
  await socket.bind(4000);
  await socket.call('addMembership', GROUP);
  await socket.send('heard', 4000, GROUP);
  assert.strictEqual(await socket.nextText(), 'heard');
  await socket.quiet(200);
  await socket.call('setMulticastLoopback', false);
  await socket.send('not heard', 4000, GROUP);
  await socket.quiet(300);
});

onBench('multicast goes out of the interface that was chosen', { boards: 2 }, async (bench) => {
  const sender = await bench.boards[0]!.socket('udp4');
  const receiver = await bench.boards[1]!.socket('udp4');
  await sender.bind(4000);
  await receiver.bind(4000);
  await receiver.call('addMembership', GROUP);
  await sender.call('setMulticastInterface', '127.0.0.1');
  await sender.send('inside', 4000, GROUP);
  await receiver.quiet(300);
  await sender.call('setMulticastInterface', address4(0));
  await sender.send('outside', 4000, GROUP);
  assert.strictEqual(await receiver.nextText(), 'outside');
  await assert.rejects(sender.call('setMulticastInterface', '192.168.99.1'), { code: 'EADDRNOTAVAIL' });
});
