/*
 * stranger.ts: a station on the link that answers for the addresses it is told to (ARP, neighbour solicitations),
 * keeps what arrives for it, and sends whatever a test wants, in any name.
 */
import { type Link, macFor, type Station } from '#toolchain/lab/switch';
import {
  arpReply,
  ETHER_ARP,
  ETHER_IPV4,
  ETHER_IPV6,
  ethernet,
  icmp6,
  type Ip4Fields,
  type Ip6Fields,
  ip6Bytes,
  ip6Text,
  ipv4,
  ipv6,
  macBytes,
  PROTO_ICMP6,
  PROTO_UDP,
  see,
  type Seen,
  udp4,
  udp6,
} from './frames';

export class Stranger {
  readonly mac: string;
  readonly seen: Seen[] = [];
  private readonly station: Station;
  private readonly answered: Set<string>;

  constructor(
    link: Link,
    /** Where frames go. */
    readonly boardMac: string,
    addresses: string[],
    name = 'stranger',
  ) {
    this.mac = macFor(name);
    this.answered = new Set(addresses);
    this.station = link.attach(name, (frame) => this.take(frame));
  }

  close(): void {
    this.station.close();
  }

  raw(frame: Buffer): void {
    this.station.send(frame);
  }

  ip4(fields: Ip4Fields, payload: Buffer): void {
    this.raw(ethernet(this.boardMac, this.mac, ETHER_IPV4, ipv4(fields, payload)));
  }

  ip6(fields: Ip6Fields, payload: Buffer): void {
    this.raw(ethernet(this.boardMac, this.mac, ETHER_IPV6, ipv6(fields, payload)));
  }

  /** A datagram from any address of the family. */
  datagram(from: string, fromPort: number, to: string, toPort: number, payload: string | Buffer): void {
    const data = Buffer.from(payload as string);
    if (from.includes(':')) this.ip6({ from, to, next: PROTO_UDP }, udp6(from, fromPort, to, toPort, data));
    else this.ip4({ from, to, protocol: PROTO_UDP }, udp4(from, fromPort, to, toPort, data));
  }

  /** An ICMPv6 message; neighbour discovery wants 255 hops. */
  icmp6(from: string, to: string, type: number, code: number, body: Buffer, hops = 64): void {
    this.ip6({ from, to, next: PROTO_ICMP6, hops }, icmp6(from, to, type, code, body));
  }

  /** Says that an address is at this station. */
  advertise(address: string, to: string): void {
    const body = Buffer.concat([
      Buffer.from([0x60, 0, 0, 0]),
      ip6Bytes(address),
      Buffer.from([2, 1]),
      macBytes(this.mac),
    ]);
    this.icmp6(address, to, 136, 0, body, 255);
  }

  /** Waits until what has arrived is as wanted; fails with this message when it is not in time. */
  async until(wanted: (seen: Seen[]) => boolean, message: string | (() => string), milliseconds = 5000): Promise<void> {
    const end = Date.now() + milliseconds;
    while (!wanted(this.seen)) {
      if (Date.now() > end) throw new Error(typeof message === 'string' ? message : message());
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** Whether a datagram to this address and port comes whose text is this. */
  heard(to: string, port: number, text: string, milliseconds = 5000): Promise<boolean> {
    const is = (seen: Seen): boolean => seen.to === to && seen.toPort === port && seen.payload?.toString() === text;
    return this.until((seen) => seen.some(is), text, milliseconds).then(
      () => true,
      () => false,
    );
  }

  private take(frame: Buffer): void {
    const seen = see(frame);
    this.seen.push(seen);
    if (seen.etherType === ETHER_ARP && seen.arp === 1 && this.answered.has(seen.to!))
      this.raw(arpReply(this.mac, seen.to!, seen.fromMac, seen.from!));
    if (seen.protocol === PROTO_ICMP6 && seen.type === 135) {
      const target = ip6Text(seen.payload!.subarray(4, 20));
      if (this.answered.has(target)) this.advertise(target, seen.from!);
    }
  }
}
