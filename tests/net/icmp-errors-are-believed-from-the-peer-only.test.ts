/* ICMP port unreachable ends in ECONNREFUSED when the peer itself says so, and what the device says has a rate. */
import assert from 'node:assert';
import { address4, address6, onBench } from './lib/bench';
import { icmp4, ipv4, ipv6, PROTO_ICMP, PROTO_UDP, udp4, udp6 } from './lib/frames';
import { PEER4, PEER6 } from './lib/neighbour';
import { Stranger } from './lib/stranger';

const DEVICE4 = address4(0);
const DEVICE6 = address6(0);

onBench('strangers, short quotes and broadcasts refuse nothing; the peer does', {}, async (bench) => {
  const device = bench.boards[0]!;
  const stranger = new Stranger(bench.link, device.mac, [PEER4, PEER6]);
  const v4 = await device.socket('udp4');
  const v6 = await device.socket('udp6');
  const local4 = (await v4.connect(9, PEER4)).port;
  const local6 = (await v6.connect(9, PEER6)).port;
  const zeros = Buffer.alloc(4);
  const quote4 = ipv4(
    { from: DEVICE4, to: PEER4, protocol: PROTO_UDP },
    udp4(DEVICE4, local4, PEER4, 9, Buffer.from('x')),
  );
  const quote6 = ipv6({ from: DEVICE6, to: PEER6, next: PROTO_UDP }, udp6(DEVICE6, local6, PEER6, 9, Buffer.from('x')));
  const refuse4 = (from: string, to: string, quote: Buffer): void =>
    stranger.ip4({ from, to, protocol: PROTO_ICMP }, icmp4(3, 3, Buffer.concat([zeros, quote])));
  const refuse6 = (from: string, to: string, quote: Buffer): void =>
    stranger.icmp6(from, to, 1, 4, Buffer.concat([zeros, quote]));
  refuse4('192.168.77.8', DEVICE4, quote4);
  refuse4('203.0.113.5', DEVICE4, quote4);
  refuse4(PEER4, '192.168.77.255', quote4);
  refuse4(PEER4, DEVICE4, quote4.subarray(0, 24));
  refuse6('fd77::8', DEVICE6, quote6);
  refuse6(PEER6, 'ff02::1', quote6);
  refuse6(PEER6, DEVICE6, quote6.subarray(0, 44));
  assert.strictEqual(await v4.errors.take(300), undefined);
  assert.strictEqual(await v6.errors.take(100), undefined);
  refuse4(PEER4, DEVICE4, quote4);
  refuse6(PEER6, DEVICE6, quote6);
  assert.strictEqual((await v4.errors.take(5000))?.code, 'ECONNREFUSED');
  assert.strictEqual((await v6.errors.take(5000))?.code, 'ECONNREFUSED');
  stranger.close();
});

onBench('a closed port answers one sender six times at once, and others too', {}, async (bench) => {
  const device = bench.boards[0]!;
  const others = Array.from({ length: 8 }, (_, i) => `192.168.77.${100 + i}`);
  const stranger = new Stranger(bench.link, device.mac, [PEER4, PEER6, ...others]);
  const told = (to: string): number =>
    stranger.seen.filter(
      (seen) => seen.to === to && seen.protocol !== PROTO_UDP && (seen.type === 3 || seen.type === 1),
    ).length;
  const socket = await device.socket('udp4');
  await socket.bind(7000);
  /* Not more at once than a board's ring of receive buffers holds, or most of it would never be heard. */
  for (let round = 0; round < 20; round++) {
    for (let i = 0; i < 10; i++) {
      stranger.datagram(PEER4, 5000, DEVICE4, 9, 'nobody is there');
      stranger.datagram(PEER6, 5000, DEVICE6, 9, 'nobody is there');
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  for (const other of others) stranger.datagram(other, 5000, DEVICE4, 9, 'nor for me');
  stranger.datagram(PEER4, 5000, DEVICE4, 7000, 'done');
  await socket.nextText();
  const heard = (): number => others.filter((other) => told(other) > 0).length;
  // One in sixteen shares a greedy sender's rate.
  await stranger.until(
    () => told(PEER4) >= 3 && told(PEER6) >= 3 && heard() >= others.length - 2,
    () => `${told(PEER4)} and ${told(PEER6)} errors, and ${heard()} of ${others.length} others heard`,
  );
  for (const peer of [PEER4, PEER6]) assert.ok(told(peer) <= 9, `${told(peer)} errors to ${peer}`);
  stranger.close();
});
