/** Addresses as bytes in network order and as text. Runs in Node and in a browser. */

export type Family = 4 | 6;

/** "10.0.2.15" of 4 bytes. */
export function text4(bytes: Uint8Array): string {
  return bytes.subarray(0, 4).join('.');
}

/** RFC 5952: lower case, the longest run of zero groups (two at least) shortened. */
export function text6(bytes: Uint8Array): string {
  const groups = Array.from(
    { length: 8 },
    (_, i) => (((bytes[i * 2] as number) << 8) | (bytes[i * 2 + 1] as number)) >>> 0,
  );
  let from = -1;
  let longest = 1;
  for (let i = 0; i < 8; i++) {
    let end = i;
    while (end < 8 && groups[end] === 0) end++;
    if (end - i > longest) [from, longest] = [i, end - i];
    if (end > i) i = end;
  }
  const hex = (list: number[]): string => list.map((group) => group.toString(16)).join(':');
  return from < 0 ? hex(groups) : `${hex(groups.slice(0, from))}::${hex(groups.slice(from + longest))}`;
}

export function addressText(bytes: Uint8Array): string {
  return bytes.length === 4 ? text4(bytes) : text6(bytes);
}

/** The bytes of "10.0.2.15"; undefined when it is no IPv4 address. */
export function parse4(text: string): Uint8Array | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256))
    return undefined;
  return Uint8Array.from(parts.map(Number));
}

/** The bytes of "fd00::1", a dotted tail too, without a zone; undefined when it is no IPv6 address. */
export function parse6(text: string): Uint8Array | undefined {
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (dotted) {
    const tail = parse4(dotted[2] as string);
    if (!tail) return undefined;
    const group = (at: number): string => (((tail[at] as number) << 8) | (tail[at + 1] as number)).toString(16);
    return parse6(`${dotted[1] as string}${group(0)}:${group(2)}`);
  }
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return Uint8Array.from(groups.flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 255]));
}

/** The bytes of an address of either family. Throws a RangeError when it is none. */
export function addressBytes(text: string): Uint8Array {
  const bytes = parse4(text) ?? parse6(text.replace(/%.*$/, ''));
  if (!bytes) throw new RangeError(`"${text}" is not an IP address`);
  return bytes;
}

/** "02:00:00:00:00:01" of 6 bytes. */
export function macText(bytes: Uint8Array): string {
  return [...bytes.subarray(0, 6)].map((byte) => byte.toString(16).padStart(2, '0')).join(':');
}

export function macBytes(text: string): Uint8Array {
  return Uint8Array.from(text.split(':').map((part) => parseInt(part, 16)));
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** Whether the first `bits` bits are the same. */
export function samePrefix(a: Uint8Array, b: Uint8Array, bits: number): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < bits; i++) {
    const mask = 0x80 >> (i & 7);
    if (((a[i >> 3] as number) & mask) !== ((b[i >> 3] as number) & mask)) return false;
  }
  return true;
}

export function isMulticast(address: Uint8Array): boolean {
  return address.length === 4 ? (address[0] as number) >> 4 === 14 : address[0] === 0xff;
}

/** Addresses of this machine itself, or of nobody: they have no place on a wire. */
export function isLoopback(address: Uint8Array): boolean {
  if (address.length === 4) return address[0] === 127;
  return address.subarray(0, 15).every((byte) => byte === 0) && address[15] === 1;
}

export function isLinkLocal(address: Uint8Array): boolean {
  if (address.length === 4) return address[0] === 169 && address[1] === 254;
  return address[0] === 0xfe && ((address[1] as number) & 0xc0) === 0x80;
}

/** What unicast packets cannot go to: 0/8, 127/8, 240/4; :: and ::1, IPv4-mapped ones. */
export function isMartian(address: Uint8Array): boolean {
  const first = address[0] as number;
  if (address.length === 4) return first === 0 || first === 127 || first >= 240;
  return address.subarray(0, 10).every((byte) => byte === 0);
}

/** The multicast MAC address that a group's frames go to. */
export function groupMac(group: Uint8Array): Uint8Array {
  if (group.length === 4)
    return Uint8Array.of(0x01, 0x00, 0x5e, (group[1] as number) & 0x7f, group[2] as number, group[3] as number);
  return Uint8Array.of(0x33, 0x33, ...group.subarray(12, 16));
}

/** ff02::1:ffXX:XXXX, the group that an address is asked for at. */
export function solicitedNode(address: Uint8Array): Uint8Array {
  return Uint8Array.of(0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xff, ...address.subarray(13, 16));
}

/** fe80::/64 and the interface identifier made of a MAC address (RFC 4291, appendix A). */
export function linkLocalOf(mac: Uint8Array): Uint8Array {
  const [a, b, c, d, e, f] = mac as unknown as [number, number, number, number, number, number];
  return Uint8Array.of(0xfe, 0x80, 0, 0, 0, 0, 0, 0, a ^ 2, b, c, 0xff, 0xfe, d, e, f);
}
