/*
 * frames.ts: reading and making Ethernet frames, and reading pcap files, for what the tests look at on the wire.
 * Addresses are text; numbers are host numbers. Only what the tests need: ARP, IPv4, IPv6, UDP, ICMP, IGMP, MLD.
 */
import * as fs from 'node:fs';

export const ETHER_IPV4 = 0x0800;
export const ETHER_ARP = 0x0806;
export const ETHER_IPV6 = 0x86dd;
export const PROTO_ICMP = 1;
export const PROTO_IGMP = 2;
export const PROTO_UDP = 17;
export const ICMP_ECHO = 8;
export const PROTO_ICMP6 = 58;
export const ICMP6_ECHO = 128;

/** What was found in a frame; fields that its kind does not have are absent. */
export interface Seen {
  /** Microseconds since 1970, when it came from a pcap. */
  time?: number;
  toMac: string;
  fromMac: string;
  etherType: number;
  /** ARP: 1 request, 2 reply; from and to are the protocol addresses. */
  arp?: number;
  from?: string;
  to?: string;
  ttl?: number;
  protocol?: number;
  /** Offset of this fragment's payload in the datagram, and whether more follow. */
  fragmentOffset?: number;
  moreFragments?: boolean;
  identification?: number;
  fromPort?: number;
  toPort?: number;
  /** ICMP, ICMPv6 and IGMP. */
  type?: number;
  code?: number;
  /** Group that an IGMP or MLD message names; of the first record in versions 3 and 2. */
  group?: string;
  /** Records of an IGMPv3 or MLDv2 report. */
  records?: { type: number; group: string; sources: string[] }[];
  /** Payload of UDP, or of ICMP and the like behind its first 4 bytes. */
  payload?: Buffer;
}

export function macText(bytes: Buffer): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(':');
}

export function macBytes(text: string): Buffer {
  return Buffer.from(text.replace(/:/g, ''), 'hex');
}

export function ip4Text(bytes: Buffer): string {
  return bytes.join('.');
}

export function ip4Bytes(text: string): Buffer {
  return Buffer.from(text.split('.').map(Number));
}

export function ip6Text(bytes: Buffer): string {
  const groups = Array.from({ length: 8 }, (_, i) => bytes.readUInt16BE(i * 2).toString(16)).join(':');
  return new URL(`http://[${groups}]/`).hostname.slice(1, -1);
}

/** The Internet checksum of these bytes, 0 when they hold a right one. */
export function checksum(...parts: Buffer[]): number {
  const bytes = Buffer.concat(parts);
  let sum = 0;
  for (let i = 0; i < bytes.length; i += 2) sum += (bytes[i]! << 8) + (bytes[i + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

/** Reads what it can of a frame. */
export function see(frame: Buffer, time?: number): Seen {
  const seen: Seen = {
    time,
    toMac: macText(frame.subarray(0, 6)),
    fromMac: macText(frame.subarray(6, 12)),
    etherType: frame.readUInt16BE(12),
  };
  const body = frame.subarray(14);
  if (seen.etherType === ETHER_ARP && body.length >= 28) {
    seen.arp = body.readUInt16BE(6);
    seen.from = ip4Text(body.subarray(14, 18));
    seen.to = ip4Text(body.subarray(24, 28));
  } else if (seen.etherType === ETHER_IPV4 && body.length >= 20) {
    see4(seen, body);
  } else if (seen.etherType === ETHER_IPV6 && body.length >= 40) {
    see6(seen, body);
  }
  return seen;
}

function see4(seen: Seen, packet: Buffer): void {
  const header = (packet[0]! & 15) * 4;
  const flags = packet.readUInt16BE(6);
  seen.identification = packet.readUInt16BE(4);
  seen.moreFragments = (flags & 0x2000) !== 0;
  seen.fragmentOffset = (flags & 0x1fff) * 8;
  seen.ttl = packet[8];
  seen.protocol = packet[9];
  seen.from = ip4Text(packet.subarray(12, 16));
  seen.to = ip4Text(packet.subarray(16, 20));
  const payload = packet.subarray(header, packet.readUInt16BE(2));
  if (seen.fragmentOffset > 0) {
    seen.payload = payload;
    return;
  }
  seeUpper(seen, payload);
}

function see6(seen: Seen, packet: Buffer): void {
  seen.ttl = packet[7];
  seen.from = ip6Text(packet.subarray(8, 24));
  seen.to = ip6Text(packet.subarray(24, 40));
  let next = packet[6]!;
  let rest = packet.subarray(40, 40 + packet.readUInt16BE(4));
  while (next === 0 || next === 60 || next === 43) {
    next = rest[0]!;
    rest = rest.subarray((rest[1]! + 1) * 8);
  }
  if (next === 44) {
    next = rest[0]!;
    seen.fragmentOffset = rest.readUInt16BE(2) & 0xfff8;
    seen.moreFragments = (rest[3]! & 1) !== 0;
    seen.identification = rest.readUInt32BE(4);
    rest = rest.subarray(8);
  }
  seen.protocol = next;
  if (seen.fragmentOffset !== undefined && seen.fragmentOffset > 0) {
    seen.payload = rest;
    return;
  }
  seeUpper(seen, rest);
}

function seeUpper(seen: Seen, segment: Buffer): void {
  if (segment.length < 8) return;
  if (seen.protocol === PROTO_UDP) {
    seen.fromPort = segment.readUInt16BE(0);
    seen.toPort = segment.readUInt16BE(2);
    seen.payload = segment.subarray(8);
    return;
  }
  seen.type = segment[0];
  seen.code = segment[1];
  seen.payload = segment.subarray(4);
  if (seen.protocol === PROTO_IGMP) {
    if (seen.type === 0x22) {
      seen.records = records(segment, 4, ip4Text);
      seen.group = seen.records[0]?.group;
    } else {
      seen.group = ip4Text(segment.subarray(4, 8));
    }
  } else if (seen.protocol === PROTO_ICMP6) {
    if (seen.type === 143) {
      seen.records = records(segment, 16, ip6Text);
      seen.group = seen.records[0]?.group;
    } else if (seen.type >= 130 && seen.type <= 132 && segment.length >= 24) {
      seen.group = ip6Text(segment.subarray(8, 24));
    }
  }
}

function records(report: Buffer, size: number, text: (bytes: Buffer) => string): NonNullable<Seen['records']> {
  const found: NonNullable<Seen['records']> = [];
  let at = 8;
  for (let left = report.readUInt16BE(6); left > 0; left--) {
    const count = report.readUInt16BE(at + 2);
    const start = at + 4 + size;
    const source = (i: number): string => text(report.subarray(start + i * size, start + (i + 1) * size));
    const sources = Array.from({ length: count }, (_, i) => source(i));
    found.push({ type: report[at]!, group: text(report.subarray(at + 4, at + 4 + size)), sources });
    at = start + count * size + report[at + 1]! * 4;
  }
  return found;
}

/** Every frame of a pcap file that PcapWriter wrote. */
export function readPcap(file: string): Seen[] {
  const bytes = fs.readFileSync(file);
  const frames: Seen[] = [];
  for (let at = 24; at + 16 <= bytes.length;) {
    const length = bytes.readUInt32LE(at + 8);
    const time = bytes.readUInt32LE(at) * 1e6 + bytes.readUInt32LE(at + 4);
    frames.push(see(bytes.subarray(at + 16, at + 16 + length), time));
    at += 16 + length;
  }
  return frames;
}

/** A frame of these parts. */
export function ethernet(toMac: string, fromMac: string, etherType: number, body: Buffer): Buffer {
  const type = Buffer.alloc(2);
  type.writeUInt16BE(etherType);
  return Buffer.concat([macBytes(toMac), macBytes(fromMac), type, body]);
}

export interface Ip4Fields {
  from: string;
  to: string;
  protocol: number;
  ttl?: number;
  identification?: number;
  /** Bytes of the packet's payload before this one's, a multiple of 8, and whether more follow. */
  fragment?: { offset: number; more: boolean };
}

export function ipv4(fields: Ip4Fields, payload: Buffer): Buffer {
  const header = Buffer.alloc(20);
  header[0] = 0x45;
  header.writeUInt16BE(20 + payload.length, 2);
  header.writeUInt16BE(fields.identification ?? 0, 4);
  if (fields.fragment) header.writeUInt16BE((fields.fragment.offset / 8) | (fields.fragment.more ? 0x2000 : 0), 6);
  header[8] = fields.ttl ?? 64;
  header[9] = fields.protocol;
  header.set(ip4Bytes(fields.from), 12);
  header.set(ip4Bytes(fields.to), 16);
  header.writeUInt16BE(checksum(header), 10);
  return Buffer.concat([header, payload]);
}

/** A UDP segment for IPv4 with its checksum. */
export function udp4(from: string, fromPort: number, to: string, toPort: number, payload: Buffer): Buffer {
  const segment = Buffer.alloc(8 + payload.length);
  segment.writeUInt16BE(fromPort, 0);
  segment.writeUInt16BE(toPort, 2);
  segment.writeUInt16BE(segment.length, 4);
  segment.set(payload, 8);
  const pseudo = Buffer.concat([ip4Bytes(from), ip4Bytes(to), Buffer.from([0, PROTO_UDP]), segment.subarray(4, 6)]);
  segment.writeUInt16BE(checksum(pseudo, segment) || 0xffff, 6);
  return segment;
}

export function ip6Bytes(text: string): Buffer {
  const [head, tail] = text.split('::');
  const groups = (part: string | undefined): number[] =>
    part ? part.split(':').map((group) => parseInt(group, 16)) : [];
  const [before, after] = [groups(head), groups(tail)];
  const bytes = Buffer.alloc(16);
  before.forEach((group, i) => bytes.writeUInt16BE(group, 2 * i));
  after.forEach((group, i) => bytes.writeUInt16BE(group, 16 - 2 * (after.length - i)));
  return bytes;
}

export interface Ip6Fields {
  from: string;
  to: string;
  /** What follows the IPv6 header. */
  next: number;
  hops?: number;
}

export function ipv6(fields: Ip6Fields, payload: Buffer): Buffer {
  const header = Buffer.alloc(40);
  header[0] = 0x60;
  header.writeUInt16BE(payload.length, 4);
  header[6] = fields.next;
  header[7] = fields.hops ?? 64;
  header.set(ip6Bytes(fields.from), 8);
  header.set(ip6Bytes(fields.to), 24);
  return Buffer.concat([header, payload]);
}

/** With the right checksum, which is at `at`, over IPv6's pseudo header. */
function summed6(from: string, to: string, next: number, segment: Buffer, at: number): Buffer {
  const tail = Buffer.alloc(8);
  tail.writeUInt32BE(segment.length, 0);
  tail[7] = next;
  segment.writeUInt16BE(0, at);
  segment.writeUInt16BE(checksum(ip6Bytes(from), ip6Bytes(to), tail, segment) || 0xffff, at);
  return segment;
}

/** A UDP segment for IPv6 with its checksum. */
export function udp6(from: string, fromPort: number, to: string, toPort: number, payload: Buffer): Buffer {
  const segment = Buffer.alloc(8 + payload.length);
  segment.writeUInt16BE(fromPort, 0);
  segment.writeUInt16BE(toPort, 2);
  segment.writeUInt16BE(segment.length, 4);
  segment.set(payload, 8);
  return summed6(from, to, PROTO_UDP, segment, 6);
}

/** An ICMPv6 message with its checksum: type, code, and what follows the checksum. */
export function icmp6(from: string, to: string, type: number, code: number, body: Buffer): Buffer {
  return summed6(from, to, PROTO_ICMP6, Buffer.concat([Buffer.from([type, code, 0, 0]), body]), 2);
}

/** An ICMP message with its checksum. */
export function icmp4(type: number, code: number, body: Buffer): Buffer {
  const message = Buffer.concat([Buffer.from([type, code, 0, 0]), body]);
  message.writeUInt16BE(checksum(message), 2);
  return message;
}

/** Asks who has `to`, with one's own address for who is asked. */
export function arpRequest(fromMac: string, from: string, to: string): Buffer {
  const head = Buffer.from([0, 1, 8, 0, 6, 4, 0, 1]);
  const body = [head, macBytes(fromMac), ip4Bytes(from), Buffer.alloc(6), ip4Bytes(to)];
  return ethernet('ff:ff:ff:ff:ff:ff', fromMac, ETHER_ARP, Buffer.concat(body));
}

export function arpReply(fromMac: string, from: string, toMac: string, to: string): Buffer {
  const head = Buffer.from([0, 1, 8, 0, 6, 4, 0, 2]);
  const body = [head, macBytes(fromMac), ip4Bytes(from), macBytes(toMac), ip4Bytes(to)];
  return ethernet(toMac, fromMac, ETHER_ARP, Buffer.concat(body));
}
