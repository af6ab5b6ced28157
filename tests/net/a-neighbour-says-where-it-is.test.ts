/* RFC 4861 7.2.3: who asks says where it is; what another said of it before holds no longer. */
import assert from 'node:assert';
import { address6, onBench } from './lib/bench';
import { ip6Bytes, macBytes } from './lib/frames';
import { Stranger } from './lib/stranger';

onBench('a forged place of a neighbour holds until that neighbour asks', {}, async (bench) => {
  const device = bench.boards[0]!;
  const peer = new Stranger(bench.link, device.mac, ['fd77::1'], 'peer');
  const thief = new Stranger(bench.link, device.mac, [], 'thief');
  const socket = await device.socket('udp6');
  await socket.bind(7002);
  await socket.send('before', 9, 'fd77::1');
  assert.ok(await peer.heard('fd77::1', 9, 'before'));
  thief.advertise('fd77::1', address6(0));
  thief.datagram('fd77::3', 5000, address6(0), 7002, 'forged');
  assert.strictEqual(await socket.nextText(), 'forged');
  await socket.send('stolen', 9, 'fd77::1');
  assert.ok(await thief.heard('fd77::1', 9, 'stolen'));
  const asks = Buffer.concat([Buffer.alloc(4), ip6Bytes(address6(0)), Buffer.from([1, 1]), macBytes(peer.mac)]);
  peer.icmp6('fd77::1', address6(0), 135, 0, asks, 255);
  peer.datagram('fd77::1', 5000, address6(0), 7002, 'asked');
  assert.strictEqual(await socket.nextText(), 'asked');
  await socket.send('after', 9, 'fd77::1');
  assert.ok(await peer.heard('fd77::1', 9, 'after'));
  peer.close();
  thief.close();
});
