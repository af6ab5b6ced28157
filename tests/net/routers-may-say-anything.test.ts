/* Whatever routers say of themselves, of prefixes and of groups, the device goes on and keeps its own addresses. */
import assert from 'node:assert';
import { address4, address6, type Bench, type Device, onBench } from './lib/bench';
import { checksum, ip4Bytes, ip6Bytes, macBytes, PROTO_ICMP6, PROTO_IGMP, icmp6, type Seen } from './lib/frames';
import { PEER4, PEER6 } from './lib/neighbour';
import type { RemoteSocket } from './lib/remote';
import { Stranger } from './lib/stranger';

const ROUTER = 'fe80::77';
const EVERYBODY = 'ff02::1';
const GROUP4 = '232.1.2.3';
const GROUP6 = 'ff35::7';

const word = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

interface Router {
  hops?: number;
  lifetime?: number;
  reachable?: number;
  retrans?: number;
  options?: Buffer[];
}

const advertisement = ({ hops = 64, lifetime = 1800, reachable = 0, retrans = 0, options = [] }: Router): Buffer =>
  Buffer.concat([Buffer.from([hops, 0, lifetime >> 8, lifetime & 255]), word(reachable), word(retrans), ...options]);

const prefix = (text: string, bits: number, valid: number, preferred: number, flags = 0xc0): Buffer =>
  Buffer.concat([Buffer.from([3, 4, bits, flags]), word(valid), word(preferred), word(0), ip6Bytes(text)]);
const mtu = (value: number): Buffer => Buffer.concat([Buffer.from([5, 1, 0, 0]), word(value)]);
const servers = (lifetime: number, count: number): Buffer =>
  Buffer.concat([
    Buffer.from([25, 1 + 2 * count, 0, 0]),
    word(lifetime),
    ...Array.from({ length: count }, (_, i) => ip6Bytes(`fd77::${(i + 1).toString(16)}`)),
  ]);

const FOREVER = 0xffffffff;
const ROUTERS: Router[] = [
  { lifetime: 0 },
  { lifetime: 65535, hops: 0, reachable: 1, retrans: 1 },
  { reachable: 3600000, retrans: FOREVER },
  { reachable: FOREVER },
  ...[0, 1, 68, 1279, 1280, 65535, FOREVER].map((value) => ({ options: [mtu(value)] })),
  ...[0, 1, 63, 65, 127, 128, 129, 255].map((bits) => ({ options: [prefix('2001:db8::', bits, FOREVER, FOREVER)] })),
  { options: [prefix('fd77::', 64, 0, 0), prefix('fe80::', 64, 0, 0), prefix('fe80::', 10, FOREVER, FOREVER)] },
  { options: [prefix('ff02::', 64, FOREVER, FOREVER), prefix('::', 64, FOREVER, FOREVER), prefix('::1', 64, 1, 1)] },
  { options: [prefix('2001:db8:1::', 64, 1, 2), prefix('2001:db8:2::', 64, 1, 1), prefix('2001:db8:2::', 64, 0, 0)] },
  { options: [servers(0, 1), servers(FOREVER, 40), servers(FOREVER, 1)] },
  { options: [Buffer.from([24, 1, 128, 0, 0, 0, 0, 0])] },
  {
    options: Array.from({ length: 40 }, (_, i) => prefix(`2001:db8:${(16 + i).toString(16)}::`, 64, FOREVER, FOREVER)),
  },
  { options: [Buffer.from([1, 1, 1, 0, 0, 0, 0, 0])] },
  { options: [Buffer.from([3, 1, 0, 0, 0, 0, 0, 0]), Buffer.from([5, 0, 0, 0, 0, 0, 0, 0])] },
  { options: [Buffer.from([3, 4, 64])] },
];

async function isThere(stranger: Stranger, v6: RemoteSocket, after: string): Promise<void> {
  stranger.datagram(PEER6, 5000, address6(0), 7002, after);
  assert.strictEqual(await v6.nextText(), after);
  await v6.send(`answer ${after}`, 5000, PEER6);
  assert.ok(await stranger.heard(PEER6, 5000, `answer ${after}`), after);
}

const begin = async (bench: Bench): Promise<[Device, Stranger]> => {
  const device = bench.boards[0]!;
  return [device, new Stranger(bench.link, device.mac, [PEER4, PEER6])];
};

const sixes = async (device: Device): Promise<string[]> =>
  Object.values(await device.interfaces())
    .flat()
    .filter(({ family, internal }) => String(family).endsWith('6') && !internal)
    .map(({ address }) => address);

onBench('advertisements of routers', {}, async (bench) => {
  const [device, stranger] = await begin(bench);
  const v6 = await device.socket('udp6');
  await v6.bind(7002);
  await isThere(stranger, v6, 'before');
  let number = 0;
  for (const router of ROUTERS) {
    stranger.icmp6(ROUTER, EVERYBODY, 134, 0, advertisement(router), 255);
    await isThere(stranger, v6, `router ${number++}`);
  }
  // Many routers, each with its place in the neighbour table, and with its prefix.
  for (let i = 0; i < 200; i++) {
    const place = Buffer.concat([Buffer.from([1, 1]), macBytes(stranger.mac)]);
    const options = [place, prefix(`2001:db8:${i.toString(16)}::`, 64, 1, 1), mtu(1280)];
    stranger.icmp6(`fe80::${(256 + i).toString(16)}`, EVERYBODY, 134, 0, advertisement({ options }), 255);
    if (i % 20 === 0) await isThere(stranger, v6, `of many, ${i}`);
  }
  await isThere(stranger, v6, 'many routers');
  const own = await sixes(device);
  assert.ok(own.includes(address6(0)), own.join());
  assert.ok(own.length <= 4, own.join());
  // No datagram is cut into more than the least path makes of it.
  await v6.send({ fill: 4000 }, 5001, PEER6);
  const fragments = (): Seen[] =>
    stranger.seen.filter((seen) => seen.to === PEER6 && seen.fragmentOffset !== undefined);
  await stranger.until(() => fragments().some(({ moreFragments }) => !moreFragments), 'no last fragment');
  const sizes = fragments().map(({ payload }) => payload!.length);
  assert.ok(sizes.length <= 4, sizes.join());
  stranger.close();
});

/** A query of IGMP of any version; `rest` follows the group. */
function igmp(code: number, group: string, rest: Buffer): Buffer {
  const message = Buffer.concat([Buffer.from([0x11, code, 0, 0]), ip4Bytes(group), rest]);
  message.writeUInt16BE(checksum(message), 2);
  return message;
}

const mld = (from: string, to: string, code: number, group: string, rest: Buffer): Buffer =>
  icmp6(from, to, 130, 0, Buffer.concat([Buffer.from([code >> 8, code & 255, 0, 0]), ip6Bytes(group), rest]));

/** What follows the group in the newer versions: any robustness and interval, and a count that may lie. */
const rests = (size: number): Buffer[] => [
  Buffer.alloc(0),
  Buffer.from([0, 0, 0, 0]),
  Buffer.from([0xff, 0xff, 0, 0]),
  Buffer.from([7, 1, 0, 1]), // one that is not there
  Buffer.concat([Buffer.from([2, 1, 0xff, 0xff]), Buffer.alloc(size, 9)]),
  Buffer.concat([Buffer.from([2, 1, 0, 60]), Buffer.alloc(60 * size, 0xe0)]),
  Buffer.from([2, 1]),
];

onBench('queries about groups', { badChecksums: true }, async (bench) => {
  const [device, stranger] = await begin(bench);
  const v4 = await device.socket('udp4');
  const v6 = await device.socket('udp6');
  await v4.bind(7000);
  await v6.bind(7002);
  await v4.call('addSourceSpecificMembership', PEER4, GROUP4);
  await v6.call('addMembership', GROUP6);
  const alert = Buffer.from([PROTO_ICMP6, 0, 5, 2, 0, 0, 1, 0]);
  let count = 0;
  for (const code of [0, 1, 127, 255]) {
    for (const group of ['0.0.0.0', GROUP4, '224.0.0.1', PEER4, '255.255.255.255']) {
      for (const rest of rests(4)) {
        for (const to of ['224.0.0.1', address4(0)])
          stranger.ip4({ from: PEER4, to, protocol: PROTO_IGMP, ttl: 1 }, igmp(code, group, rest));
        if (++count % 10 === 0) await isThere(stranger, v6, `query ${count}`);
      }
    }
    for (const group of ['::', GROUP6, 'ff02::1', PEER6]) {
      for (const rest of rests(16)) {
        for (const to of [EVERYBODY, address6(0)]) {
          const query = mld(ROUTER, to, code * 257, group, rest);
          stranger.ip6({ from: ROUTER, to, next: 0, hops: 1 }, Buffer.concat([alert, query]));
        }
        if (++count % 10 === 0) await isThere(stranger, v6, `query ${count}`);
      }
    }
  }
  stranger.datagram(PEER4, 5000, GROUP4, 7000, 'to the group');
  assert.strictEqual(await v4.nextText(), 'to the group');
  stranger.datagram('192.168.77.10', 5000, GROUP4, 7000, 'of another source');
  stranger.datagram(PEER6, 5000, GROUP6, 7002, 'to the group');
  assert.strictEqual(await v6.nextText(), 'to the group');
  await v4.quiet(200);
  // However many questions came: their answers have a rate.
  const reports = bench
    .frames()
    .filter(
      ({ fromMac, type, protocol }) =>
        fromMac === device.mac && ((protocol === PROTO_IGMP && type !== 0x11) || type === 143 || type === 131),
    );
  assert.ok(reports.length < count, `${reports.length} reports for ${count} queries`);
  stranger.close();
});
