import assert from 'node:assert';
import { address6, onBench } from './lib/bench';
import { checksum, ETHER_IPV4, ipv4, PROTO_UDP, udp4, udp6 } from './lib/frames';
import { neighbourOf } from './lib/neighbour';
import { Stranger } from './lib/stranger';

onBench(
  'a wrong UDP or IP checksum keeps a datagram out, none at all does not',
  { badChecksums: true },
  async (bench) => {
    const { from, to, frame, nextText, hears } = await neighbourOf(bench);

    const badUdp = udp4(from, 5000, to, 4000, Buffer.from('bad UDP checksum'));
    badUdp[6]! ^= 1;
    frame(ETHER_IPV4, ipv4({ from, to, protocol: PROTO_UDP }, badUdp));

    const badIp = ipv4({ from, to, protocol: PROTO_UDP }, udp4(from, 5000, to, 4000, Buffer.from('bad IP checksum')));
    badIp[10]! ^= 1;
    assert.notStrictEqual(checksum(badIp.subarray(0, 20)), 0);
    frame(ETHER_IPV4, badIp);

    const without = udp4(from, 5000, to, 4000, Buffer.from('no checksum'));
    without.writeUInt16BE(0, 6);
    frame(ETHER_IPV4, ipv4({ from, to, protocol: PROTO_UDP }, without));
    assert.strictEqual(await nextText(), 'no checksum');

    await hears('right');
  },
);

onBench('over IPv6 none at all keeps it out too, also behind options', { badChecksums: true }, async (bench) => {
  const device = bench.boards[0]!;
  const from = 'fd77::9';
  const to = address6(0);
  const stranger = new Stranger(bench.link, device.mac, [from]);
  const server = await device.socket('udp6');
  await server.bind(4000);
  const FRAGMENT = 44;
  const whole = (text: string): Buffer => udp6(from, 5000, to, 4000, Buffer.from(text));
  const changed = (text: string, change: (segment: Buffer) => void): Buffer => {
    const segment = whole(text);
    change(segment);
    return segment;
  };
  const options = (next: number): Buffer => Buffer.from([next, 0, 1, 4, 0, 0, 0, 0]);
  const part = (number: number, offset: number, more: boolean): Buffer =>
    Buffer.from([PROTO_UDP, 0, offset >> 8, offset | (more ? 1 : 0), 0, 0, 0, number]);
  let number = 0;
  const everyWay = (segment: Buffer): void => {
    stranger.ip6({ from, to, next: PROTO_UDP }, segment);
    for (const kind of [0, 60]) stranger.ip6({ from, to, next: kind }, Buffer.concat([options(PROTO_UDP), segment]));
    for (const behind of [false, true]) {
      number++;
      for (const [offset, bytes] of [
        [0, segment.subarray(0, 8)],
        [8, segment.subarray(8)],
      ] as const) {
        const fragment = Buffer.concat([part(number, offset, offset === 0), bytes]);
        if (behind) stranger.ip6({ from, to, next: 60 }, Buffer.concat([options(FRAGMENT), fragment]));
        else stranger.ip6({ from, to, next: FRAGMENT }, fragment);
      }
    }
  };
  everyWay(changed('no checksum', (segment) => segment.writeUInt16BE(0, 6)));
  everyWay(changed('a wrong one', (segment) => segment.writeUInt16BE(segment.readUInt16BE(6) ^ 1, 6)));
  everyWay(whole('right'));
  for (let i = 0; i < 5; i++) assert.strictEqual(await server.nextText(), 'right');
  await server.quiet(100);
  stranger.close();
});
