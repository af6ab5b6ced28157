import assert from 'node:assert';
import { address4, KERNEL4, onBench } from './lib/bench';

onBench('IPv4 datagrams pass between the device and a Node process on Linux', { kernel: true }, async (bench) => {
  const device = bench.boards[0]!;
  const peer = await bench.kernel.node();
  const here = await device.socket('udp4');
  const there = await peer.socket('udp4');
  const bound = await here.bind(4000);
  assert.deepStrictEqual(bound, { address: '0.0.0.0', family: 'IPv4', port: 4000 });
  const { port } = await there.bind(0, KERNEL4);

  assert.strictEqual(await there.send('to the device', 4000, address4(0)), 13);
  const first = await here.next();
  assert.strictEqual(first.data!.toString(), 'to the device');
  assert.deepStrictEqual(first.from, { address: KERNEL4, family: 'IPv4', port, size: 13 });

  assert.strictEqual(await here.send('to Linux', port, KERNEL4), 8);
  const second = await there.next();
  assert.strictEqual(second.data!.toString(), 'to Linux');
  assert.deepStrictEqual(second.from, { address: address4(0), family: 'IPv4', port: 4000, size: 8 });

  await there.send({ base64: '' }, 4000, address4(0));
  assert.strictEqual((await here.next()).from.size, 0, 'an empty datagram is delivered');
  await here.send({ base64: '' }, port, KERNEL4);
  assert.strictEqual((await there.next()).from.size, 0);
});
