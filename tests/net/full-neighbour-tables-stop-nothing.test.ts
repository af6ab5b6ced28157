/* Packets that wait for a neighbour, a full table, and Redirects or routers that change the next hop meanwhile. */
import assert from 'node:assert';
import { address4, address6, onBench } from './lib/bench';
import { ip6Bytes, macBytes } from './lib/frames';
import { Stranger } from './lib/stranger';

onBench('a forged Redirect and a full table do not stop a device', {}, async (bench) => {
  const device = bench.boards[0]!;
  const stranger = new Stranger(bench.link, device.mac, ['192.168.77.1', 'fd77::1']);
  const socket = await device.socket('udp6');
  await socket.bind(7002);
  const waiting = 'fd77::50';
  // A datagram that nobody takes ends in an error, later.
  const sends = [socket.send('who waits', 9, waiting)];
  const target = Buffer.concat([Buffer.alloc(4), ip6Bytes('fd77::66'), ip6Bytes(waiting)]);
  stranger.icmp6('fe80::bad', address6(0), 137, 0, target, 255);
  for (let i = 0; i < 20; i++) sends.push(socket.send('nobody answers', 9, `fd77::${(0x100 + i).toString(16)}`));
  const outcomes = Promise.allSettled(sends);
  stranger.advertise(waiting, address6(0));
  stranger.datagram('fd77::1', 5000, address6(0), 7002, 'still there?');
  assert.strictEqual(await socket.nextText(), 'still there?');
  const v4 = await device.socket('udp4');
  await v4.bind(7000);
  stranger.datagram('192.168.77.1', 5000, address4(0), 7000, 'and IPv4?');
  assert.strictEqual(await v4.nextText(), 'and IPv4?');
  await outcomes;
  stranger.close();
});

onBench('nor does a Redirect send datagrams elsewhere', {}, async (bench) => {
  const device = bench.boards[0]!;
  const peer = new Stranger(bench.link, device.mac, ['fd77::1'], 'peer');
  const thief = new Stranger(bench.link, device.mac, ['fd77::66'], 'thief');
  const socket = await device.socket('udp6');
  await socket.bind(7002);
  await socket.send('before', 9, 'fd77::1');
  assert.ok(await peer.heard('fd77::1', 9, 'before'));
  const option = Buffer.concat([Buffer.from([2, 1]), macBytes(thief.mac)]);
  const body = Buffer.concat([Buffer.alloc(4), ip6Bytes('fd77::66'), ip6Bytes('fd77::1'), option]);
  thief.icmp6('fe80::bad', address6(0), 137, 0, body, 255);
  await socket.send('after', 9, 'fd77::1');
  assert.ok(await peer.heard('fd77::1', 9, 'after'));
  assert.ok(!(await thief.heard('fd77::1', 9, 'after', 100)));
  peer.close();
  thief.close();
});
