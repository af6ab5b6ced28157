/*
 * host.ts: a small IPv4 host of this process on the link: answers ARP, hands over UDP, sends UDP and raw packets.
 * For servers and oddities that need neither root nor the Linux kernel.
 */
import { type Link, macFor, type Station } from '#toolchain/lab/switch';
import { arpReply, arpRequest, ETHER_ARP, ETHER_IPV4, ethernet, ipv4, PROTO_UDP, see, type Seen, udp4 } from './frames';

export interface Request extends Seen {
  payload: Buffer;
}

export class Host {
  readonly mac: string;
  /** Every frame that reached the host, in order. */
  readonly seen: Seen[] = [];
  private readonly station: Station;
  private readonly neighbours = new Map<string, string>();
  private readonly servers = new Map<number, (request: Request) => Buffer | undefined>();

  constructor(
    link: Link,
    readonly address: string,
    name = 'peer',
  ) {
    this.mac = macFor(name);
    this.station = link.attach(name, (frame) => this.take(frame));
  }

  /** Answers datagrams to this port with what `answer` gives, if anything. */
  serve(port: number, answer: (request: Request) => Buffer | undefined): void {
    this.servers.set(port, answer);
  }

  /** Sends a datagram to a host that has been heard of before, or to this MAC address. */
  send(fromPort: number, to: string, toPort: number, payload: Buffer, mac?: string): void {
    this.packet(to, PROTO_UDP, udp4(this.address, fromPort, to, toPort, payload), mac);
  }

  /** Asks for the MAC address of a host, as hosts do before their first packet: then each knows the other. */
  askFor(to: string): void {
    this.station.send(arpRequest(this.mac, this.address, to));
  }

  /** Whether a host's MAC address is known. */
  knows(to: string): boolean {
    return this.neighbours.has(to);
  }

  /** Sends any IPv4 payload. */
  packet(to: string, protocol: number, payload: Buffer, mac?: string): void {
    const at = mac ?? this.neighbours.get(to);
    if (at === undefined) throw new Error(`${to} has not been heard of`);
    this.station.send(ethernet(at, this.mac, ETHER_IPV4, ipv4({ from: this.address, to, protocol }, payload)));
  }

  /** Sends a frame as it is. */
  raw(frame: Buffer): void {
    this.station.send(frame);
  }

  close(): void {
    this.station.close();
  }

  private take(frame: Buffer): void {
    const seen = see(frame);
    this.seen.push(seen);
    if (seen.etherType === ETHER_ARP) {
      this.neighbours.set(seen.from!, seen.fromMac);
      if (seen.arp === 1 && seen.to === this.address)
        this.station.send(arpReply(this.mac, this.address, seen.fromMac, seen.from!));
    } else if (seen.etherType === ETHER_IPV4 && seen.toPort !== undefined && !seen.moreFragments) {
      const mine = seen.to === this.address || seen.to === '255.255.255.255' || seen.toMac === this.mac;
      const answer = mine ? this.servers.get(seen.toPort)?.(seen as Request) : undefined;
      if (answer !== undefined) {
        const known = seen.from !== '0.0.0.0';
        this.send(
          seen.toPort,
          known ? seen.from! : '255.255.255.255',
          seen.fromPort!,
          answer,
          known ? seen.fromMac : 'ff:ff:ff:ff:ff:ff',
        );
      }
    }
  }
}

/** A DNS answer to `query`: records of the asked type found in `names`, NXDOMAIN for a name that is not there. */
export function answerDns(query: Buffer, names: { [name: string]: { a?: string[]; aaaa?: Buffer[] } }): Buffer {
  const labels: string[] = [];
  let at = 12;
  while (query[at] !== 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + query[at]!));
    at += query[at]! + 1;
  }
  const type = query.readUInt16BE(at + 1);
  const end = at + 5;
  const found = names[labels.join('.').toLowerCase()];
  const data =
    type === 1
      ? (found?.a ?? []).map((text) => Buffer.from(text.split('.').map(Number)))
      : type === 28
        ? (found?.aaaa ?? [])
        : [];
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(found === undefined ? 0x8183 : 0x8180, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(data.length, 6);
  const answers = data.map((bytes) => {
    const record = Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, bytes.length]);
    return Buffer.concat([record, bytes]);
  });
  return Buffer.concat([header, query.subarray(12, end), ...answers]);
}
