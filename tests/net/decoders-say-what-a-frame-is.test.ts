import assert from 'node:assert';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { Gateway } from '#toolchain/lab/gateway/gateway';
import { randomFrom } from '#toolchain/lab/impairments';
import { addressBytes, macBytes } from '#toolchain/lab/packets/address';
import { decode } from '#toolchain/lab/packets/decode';
import { makeDhcp, OPTION } from '#toolchain/lab/packets/dhcp';
import * as packet from '#toolchain/lab/packets/packet';
import { Link } from '#toolchain/lab/switch';

/** Another's encoder, which has no types: what it makes, our reader must read. */
const dnsPacket = createRequire(__filename)('dns-packet') as { encode(message: object): Uint8Array };

const [A, B] = [macBytes('02:00:00:00:00:0a'), macBytes('02:00:00:00:00:0b')];

function ip(from: string, to: string, protocol: number, payload: Uint8Array): Uint8Array {
  const [one] = packet.makeIp({ from: addressBytes(from), to: addressBytes(to), protocol, ttl: 64 }, payload);
  const type = from.includes(':') ? packet.ETHER_IPV6 : packet.ETHER_IPV4;
  return packet.makeEthernet(B, A, type, one as Uint8Array);
}

function udp(port: number, payload: Uint8Array | string, from = '10.0.2.15', to = '10.0.2.16'): Uint8Array {
  const segment = packet.makeUdp(addressBytes(from), 5000, addressBytes(to), port, Buffer.from(payload));
  return ip(from, to, packet.PROTO_UDP, segment);
}

function icmp(from: string, to: string, type: number, code: number, body: Uint8Array): Uint8Array {
  const protocol = from.includes(':') ? packet.PROTO_ICMP6 : packet.PROTO_ICMP;
  return ip(from, to, protocol, packet.makeIcmp(addressBytes(from), addressBytes(to), { type, code, body }));
}

const arp = (operation: number, from: string, to: string): Uint8Array => {
  const body = { operation, fromMac: A, from: addressBytes(from), toMac: new Uint8Array(6), to: addressBytes(to) };
  return packet.makeEthernet(B, A, packet.ETHER_ARP, packet.makeArp(body));
};

const bytes = (hex: string): Uint8Array => Buffer.from(hex.replace(/ /g, ''), 'hex');
const four = new Uint8Array(4);
const target = packet.concat(four, addressBytes('fd00::9'));
const ntp = Buffer.alloc(48);
ntp.set([0x24, 2]);
ntp.writeUInt32BE(2_208_988_800 + 86_400, 40);
const discover = makeDhcp({
  reply: false,
  transaction: 7,
  broadcast: true,
  client: four,
  yours: four,
  mac: A,
  type: 'request',
  options: new Map([[OPTION.requestedAddress, addressBytes('10.0.2.15')]]),
});
const question = dnsPacket.encode({ type: 'query', id: 1, questions: [{ type: 'A', name: 'sensor.local' }] });
const answer = dnsPacket.encode({
  type: 'response',
  id: 1,
  questions: [{ type: 'AAAA', name: 'sensor.example' }],
  answers: [{ type: 'AAAA', name: 'sensor.example', ttl: 60, data: '2001:db8::1' }],
});

/** Frames and what is said of each: protocol, summary. */
const CASES: [Uint8Array, string, string][] = [
  [arp(1, '10.0.2.15', '10.0.2.2'), 'ARP', 'who has 10.0.2.2? tell 10.0.2.15'],
  [arp(1, '10.0.2.15', '10.0.2.15'), 'ARP', '10.0.2.15 is here'],
  [arp(2, '10.0.2.15', '10.0.2.2'), 'ARP', '10.0.2.15 is at 02:00:00:00:00:0a'],
  [icmp('10.0.2.15', '10.0.2.2', 8, 0, four), 'ICMP', 'echo request'],
  [icmp('10.0.2.15', '10.0.2.2', 3, 3, four), 'ICMP', 'port unreachable'],
  [icmp('fd00::1', 'fd00::2', 135, 0, target), 'ND', 'who has fd00::9?'],
  [icmp('fd00::1', 'fd00::2', 136, 0, target), 'ND', 'fd00::9 is here'],
  [icmp('fe80::1', 'ff02::2', 133, 0, four), 'ND', 'router solicitation'],
  [icmp('fd00::1', 'fd00::2', 1, 4, four), 'ICMPv6', 'port unreachable'],
  [
    icmp('fe80::1', 'ff02::16', 143, 0, packet.concat(bytes('00000001 04000000'), addressBytes('ff15::5'))),
    'MLD',
    'joins ff15::5',
  ],
  [ip('10.0.2.15', '239.1.2.3', packet.PROTO_IGMP, bytes('1600 0000 ef010203')), 'IGMP', 'joins 239.1.2.3'],
  [
    ip('10.0.2.15', '224.0.0.22', packet.PROTO_IGMP, bytes('2200 0000 0000 0001 03000000 ef010203')),
    'IGMP',
    'leaves 239.1.2.3',
  ],
  [udp(67, discover, '0.0.0.0', '255.255.255.255'), 'DHCP', 'request 10.0.2.15'],
  [udp(53, question), 'DNS', 'A sensor.local?'],
  [udp(5353, question, '10.0.2.15', '224.0.0.251'), 'mDNS', 'A sensor.local?'],
  [udp(53, answer), 'DNS', 'AAAA sensor.example: AAAA 2001:db8::1'],
  [udp(5683, bytes('41 02 1234 aa b4 74656d70 41 61 ff 3231')), 'CoAP', 'CON POST /temp?a 21'],
  [udp(123, ntp), 'NTP', 'server, stratum 2, sent 1970-01-02T00:00:00.000Z'],
  [udp(514, '<11>disk is full'), 'syslog', 'error: disk is full'],
  [udp(9000, bytes('2f6100002c6966007fffffff3fc00000')), 'OSC', '/a 2147483647 1.5'],
  [udp(9000, '{"t": 21.5}'), 'JSON', '{"t": 21.5}'],
  [udp(9000, 'grüß\ngott'), 'UDP', '"grüß gott"'],
  [udp(9000, bytes('00ff01')), 'UDP', '00ff01'],
  [packet.makeEthernet(B, A, 0x88b5, four), 'Ethernet', 'type 0x88b5, 4 bytes'],
];

test('each protocol is named, with one line that says what it is about', () => {
  for (const [frame, protocol, summary] of CASES) {
    const { protocol: named, summary: said } = decode(frame);
    assert.deepStrictEqual([named, said], [protocol, summary]);
  }
});

test('a wrong checksum is said', () => {
  const frame = udp(9000, 'abc').slice();
  frame[frame.length - 1] = (frame.at(-1) as number) ^ 1;
  assert.match(decode(frame).summary, /^wrong checksum, /);
});

test('bytes of any kind break neither decoders nor the gateway', async () => {
  const link = Link.open();
  const gateway = await Gateway.open(link, { lookup: () => Promise.resolve([]) });
  // Not by the switch: what is thrown has to come out here.
  const { receive } = gateway as unknown as { receive(frame: Uint8Array): void };
  const random = randomFrom(22);
  for (let i = 0; i < 20_000; i++) {
    const [source] = CASES[i % CASES.length] as (typeof CASES)[number];
    const frame = Buffer.from(
      source.subarray(0, random() < 0.3 ? Math.floor(random() * source.length) : source.length),
    );
    if (random() < 0.5) frame.set(gateway.mac.subarray(0, Math.min(6, frame.length)));
    for (let k = Math.floor(random() * 6); k > 0 && frame.length > 12; k--)
      frame[12 + Math.floor(random() * (frame.length - 12))] = Math.floor(random() * 256);
    // Nothing that goes out to the world: only the network that the gateway has itself.
    if (frame.length > 34 && frame.readUInt16BE(12) === packet.ETHER_IPV4) frame.set([10, 0], 30);
    decode(frame);
    receive.call(gateway, frame);
  }
  gateway.close();
  await link.close();
});
