/**
 * Ethernet, ARP, IP, UDP and ICMP: headers read and made. Readers give undefined for what is too short or lies about
 * its length; payloads are views into what was read. Numbers are in host order, addresses are bytes in network order.
 * Runs in Node and in a browser.
 */
import type { Family } from './address';

export const ETHER_IPV4 = 0x0800;
export const ETHER_ARP = 0x0806;
export const ETHER_IPV6 = 0x86dd;
export const ETHER_CONTROL = 0x8808;

export const PROTO_HOP_BY_HOP = 0;
export const PROTO_ICMP = 1;
export const PROTO_IGMP = 2;
export const PROTO_UDP = 17;
export const PROTO_FRAGMENT = 44;
export const PROTO_ICMP6 = 58;

export const ETHERNET_HEADER = 14;
const IPV4_HEADER = 20;
const IPV6_HEADER = 40;
const UDP_HEADER = 8;

export const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export function concat(...parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** The Internet checksum (RFC 1071) over all parts; each but the last has an even length. */
export function checksum(...parts: Uint8Array[]): number {
  let sum = 0;
  for (const part of parts) {
    const data = view(part);
    const even = part.length & ~1;
    for (let i = 0; i < even; i += 2) sum += data.getUint16(i);
    if (even < part.length) sum += (part[even] as number) << 8;
  }
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000);
  return ~sum & 0xffff;
}

/* ---- Ethernet, ARP ---- */

export interface Ethernet {
  to: Uint8Array;
  from: Uint8Array;
  type: number;
  payload: Uint8Array;
}

export function readEthernet(frame: Uint8Array): Ethernet | undefined {
  if (frame.length < ETHERNET_HEADER) return undefined;
  return {
    to: frame.subarray(0, 6),
    from: frame.subarray(6, 12),
    type: view(frame).getUint16(12),
    payload: frame.subarray(ETHERNET_HEADER),
  };
}

export function makeEthernet(to: Uint8Array, from: Uint8Array, type: number, payload: Uint8Array): Uint8Array {
  return concat(to, from, Uint8Array.of(type >> 8, type & 255), payload);
}

export const ARP_REQUEST = 1;
export const ARP_REPLY = 2;

export interface Arp {
  operation: number;
  fromMac: Uint8Array;
  from: Uint8Array;
  toMac: Uint8Array;
  to: Uint8Array;
}

/** ARP for IPv4 on Ethernet alone. */
export function readArp(payload: Uint8Array): Arp | undefined {
  if (payload.length < 28) return undefined;
  const data = view(payload);
  if (data.getUint16(0) !== 1 || data.getUint16(2) !== ETHER_IPV4 || data.getUint16(4) !== 0x0604) return undefined;
  return {
    operation: data.getUint16(6),
    fromMac: payload.subarray(8, 14),
    from: payload.subarray(14, 18),
    toMac: payload.subarray(18, 24),
    to: payload.subarray(24, 28),
  };
}

export function makeArp({ operation, fromMac, from, toMac, to }: Arp): Uint8Array {
  return concat(Uint8Array.of(0, 1, 8, 0, 6, 4, 0, operation), fromMac, from, toMac, to);
}

/* ---- IP ---- */

/** A piece of a datagram: its identification, its place in bytes, and whether others follow. */
export interface Fragment {
  id: number;
  offset: number;
  more: boolean;
}

export interface Ip {
  family: Family;
  from: Uint8Array;
  to: Uint8Array;
  ttl: number;
  /** What the payload is; of a fragment, what the whole datagram is. */
  protocol: number;
  payload: Uint8Array;
  /** Only when it is a fragment. */
  fragment?: Fragment;
  /** Whether the IPv4 header's checksum is right; true for IPv6. */
  headerIsRight: boolean;
}

export function readIp(etherType: number, packet: Uint8Array): Ip | undefined {
  if (etherType === ETHER_IPV4) return readIpv4(packet);
  return etherType === ETHER_IPV6 ? readIpv6(packet) : undefined;
}

function readIpv4(packet: Uint8Array): Ip | undefined {
  if (packet.length < IPV4_HEADER || (packet[0] as number) >> 4 !== 4) return undefined;
  const data = view(packet);
  const header = ((packet[0] as number) & 15) * 4;
  const length = data.getUint16(2);
  if (header < IPV4_HEADER || length < header || length > packet.length) return undefined;
  const flags = data.getUint16(6);
  const [offset, more] = [(flags & 0x1fff) * 8, (flags & 0x2000) !== 0];
  return {
    family: 4,
    from: packet.subarray(12, 16),
    to: packet.subarray(16, 20),
    ttl: packet[8] as number,
    protocol: packet[9] as number,
    payload: packet.subarray(header, length),
    headerIsRight: checksum(packet.subarray(0, header)) === 0,
    ...(more || offset > 0 ? { fragment: { id: data.getUint16(4), offset, more } } : {}),
  };
}

/** Skips hop-by-hop and destination options; other extension headers end up as the protocol. */
function readIpv6(packet: Uint8Array): Ip | undefined {
  if (packet.length < IPV6_HEADER || (packet[0] as number) >> 4 !== 6) return undefined;
  const data = view(packet);
  const end = IPV6_HEADER + data.getUint16(4);
  if (end > packet.length) return undefined;
  let protocol = packet[6] as number;
  let at = IPV6_HEADER;
  let fragment: Fragment | undefined;
  while (protocol === PROTO_HOP_BY_HOP || protocol === 60 || protocol === PROTO_FRAGMENT) {
    if (at + 8 > end) return undefined;
    const length = protocol === PROTO_FRAGMENT ? 8 : 8 + (packet[at + 1] as number) * 8;
    if (protocol === PROTO_FRAGMENT) {
      const field = data.getUint16(at + 2);
      fragment = { id: data.getUint32(at + 4), offset: field & 0xfff8, more: (field & 1) !== 0 };
    }
    protocol = packet[at] as number;
    at += length;
    if (at > end) return undefined;
    if (fragment !== undefined && fragment.offset > 0) break;
  }
  return {
    family: 6,
    from: packet.subarray(8, 24),
    to: packet.subarray(24, 40),
    ttl: packet[7] as number,
    protocol,
    payload: packet.subarray(at, end),
    headerIsRight: true,
    ...(fragment ? { fragment } : {}),
  };
}

export interface IpFields {
  from: Uint8Array;
  to: Uint8Array;
  protocol: number;
  ttl: number;
  /** Wanted where the packet may be fragmented. */
  id?: number;
}

/** The packets that carry a payload over a link of this MTU: one, or as many fragments as it takes. */
export function makeIp(fields: IpFields, payload: Uint8Array, mtu = 1500): Uint8Array[] {
  const header = fields.from.length === 4 ? IPV4_HEADER : IPV6_HEADER;
  if (header + payload.length <= mtu) return [makePacket(fields, payload)];
  const extension = header === IPV4_HEADER ? 0 : 8;
  const room = (mtu - header - extension) & ~7;
  const packets: Uint8Array[] = [];
  for (let offset = 0; offset < payload.length; offset += room) {
    const more = offset + room < payload.length;
    packets.push(makePacket(fields, payload.subarray(offset, offset + room), { id: fields.id ?? 0, offset, more }));
  }
  return packets;
}

function makePacket(fields: IpFields, payload: Uint8Array, fragment?: Fragment): Uint8Array {
  const { from, to, protocol, ttl, id = 0 } = fields;
  if (from.length === 4) {
    const header = new Uint8Array(IPV4_HEADER);
    const data = view(header);
    header[0] = 0x45;
    data.setUint16(2, IPV4_HEADER + payload.length);
    data.setUint16(4, id & 0xffff);
    if (fragment) data.setUint16(6, (fragment.offset / 8) | (fragment.more ? 0x2000 : 0));
    header[8] = ttl;
    header[9] = protocol;
    header.set(from, 12);
    header.set(to, 16);
    data.setUint16(10, checksum(header));
    return concat(header, payload);
  }
  const extension = new Uint8Array(fragment ? 8 : 0);
  if (fragment) {
    extension[0] = protocol;
    view(extension).setUint16(2, fragment.offset | (fragment.more ? 1 : 0));
    view(extension).setUint32(4, fragment.id >>> 0);
  }
  const header = new Uint8Array(IPV6_HEADER);
  header[0] = 0x60;
  view(header).setUint16(4, extension.length + payload.length);
  header[6] = fragment ? PROTO_FRAGMENT : protocol;
  header[7] = ttl;
  header.set(from, 8);
  header.set(to, 24);
  return concat(header, extension, payload);
}

/** What UDP's and ICMPv6's checksums count besides the segment (RFC 768, RFC 8200 8.1). */
function pseudoHeader(from: Uint8Array, to: Uint8Array, protocol: number, length: number): Uint8Array {
  const tail = new Uint8Array(8);
  view(tail).setUint32(0, length);
  tail[7] = protocol;
  return concat(from, to, tail);
}

/* ---- UDP ---- */

export interface Udp {
  fromPort: number;
  toPort: number;
  payload: Uint8Array;
}

export function readUdp(segment: Uint8Array): Udp | undefined {
  if (segment.length < UDP_HEADER) return undefined;
  const data = view(segment);
  const length = data.getUint16(4);
  if (length < UDP_HEADER || length > segment.length) return undefined;
  return { fromPort: data.getUint16(0), toPort: data.getUint16(2), payload: segment.subarray(UDP_HEADER, length) };
}

export function udpChecksumIsRight(ip: Ip): boolean {
  const given = ip.payload.length >= UDP_HEADER ? view(ip.payload).getUint16(6) : 0;
  if (given === 0) return ip.family === 4;
  return checksum(pseudoHeader(ip.from, ip.to, PROTO_UDP, ip.payload.length), ip.payload) === 0;
}

export function makeUdp(
  from: Uint8Array,
  fromPort: number,
  to: Uint8Array,
  toPort: number,
  payload: Uint8Array,
): Uint8Array {
  const segment = new Uint8Array(UDP_HEADER + payload.length);
  const data = view(segment);
  data.setUint16(0, fromPort);
  data.setUint16(2, toPort);
  data.setUint16(4, segment.length);
  segment.set(payload, UDP_HEADER);
  // A checksum of 0 would say that there is none.
  data.setUint16(6, checksum(pseudoHeader(from, to, PROTO_UDP, segment.length), segment) || 0xffff);
  return segment;
}

/* ---- ICMP ---- */

export interface Icmp {
  type: number;
  code: number;
  /** Behind type, code and checksum. */
  body: Uint8Array;
}

export function readIcmp(segment: Uint8Array): Icmp | undefined {
  if (segment.length < 8) return undefined;
  return { type: segment[0] as number, code: segment[1] as number, body: segment.subarray(4) };
}

export function icmpChecksumIsRight(ip: Ip): boolean {
  if (ip.protocol === PROTO_ICMP) return checksum(ip.payload) === 0;
  return checksum(pseudoHeader(ip.from, ip.to, PROTO_ICMP6, ip.payload.length), ip.payload) === 0;
}

/** ICMP for IPv4 addresses, ICMPv6 for IPv6 ones, with its checksum. */
export function makeIcmp(from: Uint8Array, to: Uint8Array, { type, code, body }: Icmp): Uint8Array {
  const segment = concat(Uint8Array.of(type, code, 0, 0), body);
  const sum =
    from.length === 4 ? checksum(segment) : checksum(pseudoHeader(from, to, PROTO_ICMP6, segment.length), segment);
  view(segment).setUint16(2, sum);
  return segment;
}
