/** A frame as people read it: its protocol, one line, and what each layer says. Runs in Node and in a browser. */
import { addressText, macText, text4 } from './address';
import * as applications from './applications';
import type { Content } from './applications';
import { DHCP_CLIENT_PORT, DHCP_SERVER_PORT, dhcpText, readDhcp } from './dhcp';
import { DNS_PORT, dnsTypeName, MDNS_PORT, rcodeName, readDns } from './dns';
import * as packet from './packet';

export interface Layer {
  name: string;
  fields: [name: string, value: string][];
}

export interface Decoded {
  /** The innermost protocol that is known. */
  protocol: string;
  /** "10.0.2.15:41234" or a MAC address. */
  from: string;
  to: string;
  summary: string;
  layers: Layer[];
  /** What the innermost layer carries. */
  payload: Uint8Array;
}

export function decode(frame: Uint8Array): Decoded {
  const ethernet = packet.readEthernet(frame);
  if (!ethernet) return { protocol: 'Ethernet', from: '', to: '', summary: 'too short', layers: [], payload: frame };
  const [fromMac, toMac] = [macText(ethernet.from), macText(ethernet.to)];
  const type = `0x${ethernet.type.toString(16).padStart(4, '0')}`;
  const layers: Layer[] = [
    {
      name: 'Ethernet',
      fields: [
        ['from', fromMac],
        ['to', toMac],
        ['type', type],
      ],
    },
  ];
  const base = { from: fromMac, to: toMac, layers, payload: ethernet.payload };
  if (ethernet.type === packet.ETHER_ARP) {
    const arp = packet.readArp(ethernet.payload);
    if (!arp) return { ...base, protocol: 'ARP', summary: 'broken' };
    const [from, to] = [text4(arp.from), text4(arp.to)];
    const announces = from === to;
    const summary =
      arp.operation !== packet.ARP_REQUEST
        ? `${from} is at ${macText(arp.fromMac)}`
        : announces
          ? `${from} is here`
          : `who has ${to}? tell ${from}`;
    layers.push({
      name: 'ARP',
      fields: [
        ['sender', `${from} ${macText(arp.fromMac)}`],
        ['target', `${to} ${macText(arp.toMac)}`],
      ],
    });
    return { ...base, protocol: 'ARP', from, to, summary };
  }
  const ip = packet.readIp(ethernet.type, ethernet.payload);
  if (!ip) return { ...base, protocol: 'Ethernet', summary: `type ${type}, ${ethernet.payload.length} bytes` };
  return { layers, ...decodeIp(ip, layers) };
}

function decodeIp(ip: packet.Ip, layers: Layer[]): Omit<Decoded, 'layers'> {
  const [from, to] = [addressText(ip.from), addressText(ip.to)];
  layers.push({
    name: `IPv${ip.family}`,
    fields: [
      ['from', from],
      ['to', to],
      [ip.family === 4 ? 'TTL' : 'hop limit', String(ip.ttl)],
      ['payload', `${ip.payload.length} bytes`],
      ...(ip.headerIsRight ? [] : [['checksum', 'wrong'] as [string, string]]),
    ],
  });
  const ends = { from, to, payload: ip.payload };
  if (ip.fragment) {
    const { id, offset, more } = ip.fragment;
    layers.push({
      name: 'Fragment',
      fields: [
        ['identification', String(id)],
        ['offset', String(offset)],
        ['more', more ? 'yes' : 'no'],
      ],
    });
    // The first fragment has the ports, but its datagram is not whole.
    return {
      ...ends,
      protocol: 'fragment',
      summary: `bytes ${offset} to ${offset + ip.payload.length - 1}${more ? '' : ', the last'} of ${id}`,
    };
  }
  switch (ip.protocol) {
    case packet.PROTO_UDP:
      return decodeUdp(ip, layers);
    case packet.PROTO_ICMP:
    case packet.PROTO_ICMP6:
      return { ...ends, ...decodeIcmp(ip, layers) };
    case packet.PROTO_IGMP:
      return { ...ends, ...decodeIgmp(ip, layers) };
    default:
      return { ...ends, protocol: `IPv${ip.family}`, summary: `protocol ${ip.protocol}, ${ip.payload.length} bytes` };
  }
}

function decodeUdp(ip: packet.Ip, layers: Layer[]): Omit<Decoded, 'layers'> {
  const udp = packet.readUdp(ip.payload);
  const [from, to] = [addressText(ip.from), addressText(ip.to)];
  if (!udp) return { protocol: 'UDP', from, to, summary: 'broken', payload: ip.payload };
  const right = packet.udpChecksumIsRight(ip);
  layers.push({
    name: 'UDP',
    fields: [
      ['from port', String(udp.fromPort)],
      ['to port', String(udp.toPort)],
      ['payload', `${udp.payload.length} bytes`],
      ['checksum', right ? 'right' : 'wrong'],
    ],
  });
  const content = contentOf(udp);
  if (content.fields.length > 0)
    layers.push({ name: content.protocol === 'UDP' ? 'Text' : content.protocol, fields: content.fields });
  const end = (address: string, port: number): string =>
    address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
  return {
    protocol: content.protocol,
    from: end(from, udp.fromPort),
    to: end(to, udp.toPort),
    summary: right ? content.summary : `wrong checksum, ${content.summary}`,
    payload: udp.payload,
  };
}

function contentOf({ fromPort, toPort, payload }: packet.Udp): Content {
  const has = (port: number): boolean => fromPort === port || toPort === port;
  const known =
    (has(DHCP_SERVER_PORT) || has(DHCP_CLIENT_PORT) ? dhcp(payload) : undefined) ??
    (has(DNS_PORT) || has(MDNS_PORT) ? dns(payload, has(MDNS_PORT) ? 'mDNS' : 'DNS') : undefined) ??
    (has(applications.COAP_PORT) ? applications.readCoap(payload) : undefined) ??
    (has(applications.NTP_PORT) ? applications.readNtp(payload) : undefined) ??
    (has(applications.SYSLOG_PORT) ? applications.readSyslog(payload) : undefined);
  return known ?? applications.readOsc(payload) ?? applications.readJson(payload) ?? applications.readAnything(payload);
}

function dhcp(payload: Uint8Array): Content | undefined {
  const message = readDhcp(payload);
  if (!message) return undefined;
  return {
    protocol: 'DHCP',
    summary: dhcpText(message),
    fields: [
      ['client', macText(message.mac)],
      ['transaction', message.transaction.toString(16)],
      ...[...message.options].map(([code, value]): [string, string] => [
        `option ${code}`,
        value.length === 4 && code !== 51 ? text4(value) : (applications.printable(value) ?? applications.hex(value)),
      ]),
    ],
  };
}

function dns(payload: Uint8Array, protocol: string): Content | undefined {
  const message = readDns(payload);
  if (!message) return undefined;
  const asked = message.questions.map(({ name, type }) => `${dnsTypeName(type)} ${name}`);
  const answers = message.answers.map((one) => `${dnsTypeName(one.type)} ${one.data}`);
  const outcome = message.rcode === 0 ? answers.join(', ') || 'no records' : rcodeName(message.rcode);
  return {
    protocol,
    summary: applications.brief(
      message.response ? `${asked.join(', ') || 'answer'}: ${outcome}` : `${asked.join(', ')}?`,
      100,
    ),
    fields: [
      ['id', String(message.id)],
      ...asked.map((text): [string, string] => ['question', text]),
      ...[...message.answers, ...message.others].map((one): [string, string] => [
        `${dnsTypeName(one.type)} ${one.name}`,
        `${one.data}, ${one.ttl} s`,
      ]),
    ],
  };
}

const UNREACHABLE4 = ['network', 'host', 'protocol', 'port', 'fragmentation needed'];
const UNREACHABLE6 = ['no route', 'forbidden', 'beyond scope', 'address', 'port'];
const MESSAGES6: Record<number, string> = {
  2: 'packet too big',
  3: 'time exceeded',
  128: 'echo request',
  129: 'echo reply',
  133: 'router solicitation',
  134: 'router advertisement',
  137: 'redirect',
};

function decodeIcmp(ip: packet.Ip, layers: Layer[]): Pick<Decoded, 'protocol' | 'summary'> {
  const protocol = ip.family === 4 ? 'ICMP' : 'ICMPv6';
  const icmp = packet.readIcmp(ip.payload);
  if (!icmp) return { protocol, summary: 'broken' };
  const { type, code, body } = icmp;
  layers.push({
    name: protocol,
    fields: [
      ['type', String(type)],
      ['code', String(code)],
    ],
  });
  const target = (): string => (body.length >= 20 ? addressText(body.subarray(4, 20)) : '?');
  const wrong = packet.icmpChecksumIsRight(ip) ? '' : 'wrong checksum, ';
  if (ip.family === 4) {
    const summary =
      type === 3
        ? `${UNREACHABLE4[code] ?? `code ${code}`} unreachable`
        : type === 8
          ? 'echo request'
          : type === 0
            ? 'echo reply'
            : `type ${type}`;
    return { protocol, summary: wrong + summary };
  }
  if (type === 135) return { protocol: 'ND', summary: `${wrong}who has ${target()}?` };
  if (type === 136) return { protocol: 'ND', summary: `${wrong}${target()} is here` };
  if (type === 131 || type === 132)
    return { protocol: 'MLD', summary: `${type === 131 ? 'joins' : 'leaves'} ${target()}` };
  if (type === 143) return { protocol: 'MLD', summary: reports(ip.payload, 16) };
  if (type === 130) return { protocol: 'MLD', summary: 'who is a member?' };
  if (type === 1) return { protocol, summary: `${wrong}${UNREACHABLE6[code] ?? `code ${code}`} unreachable` };
  return {
    protocol: type === 133 || type === 134 ? 'ND' : protocol,
    summary: wrong + (MESSAGES6[type] ?? `type ${type}`),
  };
}

function decodeIgmp(ip: packet.Ip, layers: Layer[]): Pick<Decoded, 'protocol' | 'summary'> {
  const segment = ip.payload;
  if (segment.length < 8) return { protocol: 'IGMP', summary: 'broken' };
  layers.push({ name: 'IGMP', fields: [['type', `0x${(segment[0] as number).toString(16)}`]] });
  const group = text4(segment.subarray(4, 8));
  const kinds: Record<number, string> = {
    0x11: 'who is a member?',
    0x12: `joins ${group}`,
    0x16: `joins ${group}`,
    0x17: `leaves ${group}`,
  };
  return {
    protocol: 'IGMP',
    summary: segment[0] === 0x22 ? reports(segment, 4) : (kinds[segment[0] as number] ?? 'unknown'),
  };
}

const RECORD_TYPES = ['', 'is in', 'excludes from', 'now includes', 'now excludes from', 'allows in', 'blocks in'];

/** Records of an IGMPv3 or MLDv2 report; `size` is that of an address. */
function reports(segment: Uint8Array, size: number): string {
  const data = packet.view(segment);
  const texts: string[] = [];
  let at = 8;
  for (let left = data.getUint16(6); left > 0 && at + 4 + size <= segment.length; left--) {
    const group = addressText(segment.subarray(at + 4, at + 4 + size));
    const sources = data.getUint16(at + 2);
    const type = segment[at] as number;
    const joins = type === 4 && sources === 0;
    const leaves = type === 3 && sources === 0;
    texts.push(
      joins
        ? `joins ${group}`
        : leaves
          ? `leaves ${group}`
          : `${RECORD_TYPES[type] ?? type} ${group}, ${sources} sources`,
    );
    at += 4 + size + sources * size + (segment[at + 1] as number) * 4;
  }
  return texts.join('; ');
}
