/* RFC 1122 3.2.2 and RFC 4443 2.4 (e): an error is sent to one host, about a packet to one host, and never about an
 * error. */
import assert from 'node:assert';
import { address4, address6, type Bench, onBench } from './lib/bench';
import {
  ETHER_IPV4,
  ETHER_IPV6,
  ethernet,
  icmp4,
  icmp6,
  ipv4,
  ipv6,
  PROTO_ICMP,
  PROTO_ICMP6,
  PROTO_UDP,
  type Seen,
  udp4,
  udp6,
} from './lib/frames';
import { PEER4, PEER6 } from './lib/neighbour';
import { Stranger } from './lib/stranger';

const DEVICE4 = address4(0);
const DEVICE6 = address6(0);
const BROADCAST = 'ff:ff:ff:ff:ff:ff';
const ALL_NODES_MAC = '33:33:00:00:00:01';
const HOP_BY_HOP = 0;
const FRAGMENT = 44;
const UNKNOWN_PROTOCOL = 99;

const isError = ({ protocol, type }: Seen): boolean =>
  (protocol === PROTO_ICMP && [3, 4, 5, 11, 12].includes(type!)) || (protocol === PROTO_ICMP6 && type! < 128);

/** The device's errors since `from`, once it has surely handled what was sent before. */
async function errors(bench: Bench, stranger: Stranger, from: number): Promise<Seen[]> {
  const echoes = stranger.seen.filter(({ type }) => type === 129).length;
  const ping = icmp6(PEER6, DEVICE6, 128, 0, Buffer.alloc(12));
  await stranger.until((seen) => {
    stranger.ip6({ from: PEER6, to: DEVICE6, next: PROTO_ICMP6 }, ping);
    return seen.filter(({ type }) => type === 129).length > echoes;
  }, 'the device answers no ping');
  await new Promise((resolve) => setTimeout(resolve, 200));
  return bench
    .frames()
    .slice(from)
    .filter((seen) => seen.fromMac === bench.boards[0]!.mac && isError(seen));
}

const unknownOption = (next: number): Buffer => Buffer.from([next, 0, 0x9e, 4, 0, 0, 0, 0]);

// tcpdump takes UDP that has an unknown protocol's number, or is a part, for damaged.
onBench('what comes in a frame to many, is an error or is from nobody', { badChecksums: true }, async (bench) => {
  const device = bench.boards[0]!;
  const stranger = new Stranger(bench.link, device.mac, [PEER4, PEER6]);
  const closed4 = udp4(PEER4, 5000, DEVICE4, 9, Buffer.from('x'));
  const closed6 = udp6(PEER6, 5000, DEVICE6, 9, Buffer.from('x'));
  const v4 = (protocol: number, body: Buffer): Buffer => ipv4({ from: PEER4, to: DEVICE4, protocol }, body);
  const v6 = (next: number, body: Buffer): Buffer => ipv6({ from: PEER6, to: DEVICE6, next }, body);
  const unreachable6 = icmp6(PEER6, DEVICE6, 1, 4, Buffer.alloc(60));

  assert.deepStrictEqual(await errors(bench, stranger, 0), []);
  let begin = bench.frames().length;
  stranger.raw(ethernet(BROADCAST, stranger.mac, ETHER_IPV4, v4(PROTO_UDP, closed4)));
  stranger.raw(ethernet(BROADCAST, stranger.mac, ETHER_IPV4, v4(UNKNOWN_PROTOCOL, Buffer.alloc(20))));
  stranger.raw(ethernet(ALL_NODES_MAC, stranger.mac, ETHER_IPV6, v6(PROTO_UDP, closed6)));
  stranger.raw(ethernet(ALL_NODES_MAC, stranger.mac, ETHER_IPV6, v6(UNKNOWN_PROTOCOL, Buffer.alloc(20))));
  stranger.raw(
    ethernet(
      device.mac,
      stranger.mac,
      ETHER_IPV6,
      v6(HOP_BY_HOP, Buffer.concat([unknownOption(PROTO_ICMP6), unreachable6])),
    ),
  );
  const solicited = `ff02::1:ff00:${DEVICE6.split(':').pop()}`;
  const nobody = icmp6('::', solicited, 128, 0, Buffer.alloc(12));
  stranger.ip6({ from: '::', to: solicited, next: HOP_BY_HOP }, Buffer.concat([unknownOption(PROTO_ICMP6), nobody]));
  stranger.datagram('0.0.0.0', 68, DEVICE4, 67, 'who am I?');
  assert.deepStrictEqual(await errors(bench, stranger, begin), []);

  begin = bench.frames().length;
  stranger.raw(ethernet(device.mac, stranger.mac, ETHER_IPV4, v4(PROTO_UDP, closed4)));
  stranger.raw(ethernet(device.mac, stranger.mac, ETHER_IPV6, v6(PROTO_UDP, closed6)));
  // The two errors that may be about what went to many are Packet Too Big, and this.
  const toAll = icmp6(PEER6, 'ff02::1', 128, 0, Buffer.alloc(12));
  const packet = ipv6(
    { from: PEER6, to: 'ff02::1', next: HOP_BY_HOP },
    Buffer.concat([unknownOption(PROTO_ICMP6), toAll]),
  );
  stranger.raw(ethernet(ALL_NODES_MAC, stranger.mac, ETHER_IPV6, packet));
  const sent = (await errors(bench, stranger, begin)).map(({ to, type, code }) => `${to} ${type} ${code}`);
  assert.deepStrictEqual(sent.sort(), [`${PEER4} 3 3`, `${PEER6} 1 4`, `${PEER6} 4 2`].sort());
  stranger.close();
});

// IPv6's time is a minute.
onBench(
  'what is never whole is told about when it was for one host and no error',
  { badChecksums: true, timeout: 180_000 },
  async (bench) => {
    const device = bench.boards[0]!;
    const stranger = new Stranger(bench.link, device.mac, [PEER4, PEER6]);
    assert.deepStrictEqual(await errors(bench, stranger, 0), []);
    const begin = bench.frames().length;
    let identification = 900;
    const part4 = (to: string, protocol: number, body: Buffer): void =>
      stranger.ip4(
        { from: PEER4, to, protocol, identification: identification++, fragment: { offset: 0, more: true } },
        body,
      );
    const part6 = (to: string): void => {
      const header = Buffer.from([PROTO_UDP, 0, 0, 1, 0, 0, identification >> 8, identification++ & 255]);
      stranger.ip6({ from: PEER6, to, next: FRAGMENT }, Buffer.concat([header, Buffer.alloc(64)]));
    };
    part4('192.168.77.255', PROTO_UDP, udp4(PEER4, 5000, '192.168.77.255', 7000, Buffer.alloc(56)));
    part4('255.255.255.255', PROTO_UDP, udp4(PEER4, 5000, '255.255.255.255', 7000, Buffer.alloc(56)));
    part4(DEVICE4, PROTO_ICMP, icmp4(3, 3, Buffer.alloc(60)));
    part4(DEVICE4, PROTO_ICMP, icmp4(8, 0, Buffer.alloc(60)));
    part6('ff02::1');
    part6(DEVICE6);
    await stranger.until(
      (seen) => seen.some(({ protocol, type }) => protocol === PROTO_ICMP6 && type === 3),
      'no time exceeded over IPv6',
      90_000,
    );
    const sent = (await errors(bench, stranger, begin)).map(
      ({ from, to, type, code }) => `${from} ${to} ${type} ${code}`,
    );
    assert.deepStrictEqual(sent, [`${DEVICE4} ${PEER4} 11 1`, `${DEVICE6} ${PEER6} 3 1`]);
    stranger.close();
  },
);
