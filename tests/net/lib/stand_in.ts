/*
 * stand_in.ts: a board of this process on the link, for tests of what is around boards: it sends and hears IP packets
 * as the toolchain's own readers and makers see them.
 */
import { addressBytes, addressText, groupMac, isMulticast, macBytes } from '#toolchain/lab/packets/address';
import * as packet from '#toolchain/lab/packets/packet';
import { Reassembly } from '#toolchain/lab/gateway/reassembly';
import { type Link, macFor, type Station } from '#toolchain/lab/switch';

export interface Heard extends packet.Ip {
  udp?: packet.Udp;
  icmp?: packet.Icmp;
}

export class StandIn {
  readonly mac: Uint8Array;
  readonly heard: Heard[] = [];
  private readonly station: Station;
  private readonly reassembly = new Reassembly();
  private readonly wakes = new Set<() => void>();

  constructor(
    link: Link,
    name: string,
    private readonly gateway: Uint8Array,
    readonly addresses: string[],
  ) {
    this.mac = macBytes(macFor(name));
    this.station = link.attach(name, (frame) => this.take(frame));
  }

  udp(from: string, fromPort: number, to: string, toPort: number, payload: Uint8Array | string, ttl = 64): void {
    const [source, target] = [addressBytes(from), addressBytes(to)];
    const segment = packet.makeUdp(source, fromPort, target, toPort, Buffer.from(payload));
    this.ip(
      { from: source, to: target, protocol: packet.PROTO_UDP, ttl, id: Math.floor(Math.random() * 65536) },
      segment,
    );
  }

  icmp(from: string, to: string, icmp: packet.Icmp): void {
    const [source, target] = [addressBytes(from), addressBytes(to)];
    const protocol = source.length === 4 ? packet.PROTO_ICMP : packet.PROTO_ICMP6;
    this.ip({ from: source, to: target, protocol, ttl: 255 }, packet.makeIcmp(source, target, icmp));
  }

  ip(fields: packet.IpFields, payload: Uint8Array): void {
    const everyone = addressText(fields.to) === '255.255.255.255';
    const mac = everyone ? new Uint8Array(6).fill(255) : isMulticast(fields.to) ? groupMac(fields.to) : this.gateway;
    const type = fields.to.length === 4 ? packet.ETHER_IPV4 : packet.ETHER_IPV6;
    for (const one of packet.makeIp(fields, payload)) this.station.send(packet.makeEthernet(mac, this.mac, type, one));
  }

  raw(frame: Uint8Array): void {
    this.station.send(frame);
  }

  /** The first packet like this, since the start or to come; it is taken off the list. */
  async next(like: (heard: Heard) => boolean, milliseconds = 5000): Promise<Heard> {
    const deadline = Date.now() + milliseconds;
    for (;;) {
      const at = this.heard.findIndex(like);
      if (at >= 0) return this.heard.splice(at, 1)[0] as Heard;
      if (Date.now() > deadline) throw new Error(`no such packet within ${milliseconds} ms: ${String(like)}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 100);
        this.wakes.add(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  private take(frame: Buffer): void {
    const ethernet = packet.readEthernet(frame) as packet.Ethernet;
    const arp = ethernet.type === packet.ETHER_ARP ? packet.readArp(ethernet.payload) : undefined;
    if (arp?.operation === packet.ARP_REQUEST && this.addresses.includes(addressText(arp.to))) {
      const answer = { operation: packet.ARP_REPLY, fromMac: this.mac, from: arp.to, toMac: arp.fromMac, to: arp.from };
      this.raw(packet.makeEthernet(arp.fromMac, this.mac, packet.ETHER_ARP, packet.makeArp(answer)));
    }
    const ip = packet.readIp(ethernet.type, ethernet.payload);
    const whole = ip && this.reassembly.receive(ip, performance.now());
    if (!whole) return;
    const udp = whole.protocol === packet.PROTO_UDP ? packet.readUdp(whole.payload) : undefined;
    const isIcmp = whole.protocol === packet.PROTO_ICMP || whole.protocol === packet.PROTO_ICMP6;
    const icmp = isIcmp ? packet.readIcmp(whole.payload) : undefined;
    if (udp && !packet.udpChecksumIsRight(whole)) throw new Error('a datagram with a wrong checksum');
    if (icmp && !packet.icmpChecksumIsRight(whole)) throw new Error('an ICMP message with a wrong checksum');
    if (icmp?.type === 135 && this.addresses.includes(addressText(icmp.body.subarray(4, 20)))) {
      const body = packet.concat(
        Uint8Array.of(0x60, 0, 0, 0),
        icmp.body.subarray(4, 20),
        Uint8Array.of(2, 1),
        this.mac,
      );
      this.icmp(addressText(icmp.body.subarray(4, 20)), addressText(whole.from), { type: 136, code: 0, body });
    }
    this.heard.push({ ...whole, ...(udp ? { udp } : {}), ...(icmp ? { icmp } : {}) });
    for (const wake of this.wakes) wake();
    this.wakes.clear();
  }
}
