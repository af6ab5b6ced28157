/**
 * The way out of the laboratory's network, without root: a station of the switch that is router, DHCP and name server,
 * and whose other side are ordinary UDP sockets of this process.
 *
 *   board --- switch --- gateway --- the host's sockets --- the host itself, its network, the world
 *
 * To boards the gateway's own address is the host. Nothing of the host is open to others unless forwards are exposed.
 */
import type { Clock } from '../clock';
import type { Link, Station } from '../switch';
import { macFor } from '../switch';
import * as address from '../packets/address';
import { addressBytes, addressText, type Family } from '../packets/address';
import { DHCP_CLIENT_PORT, DHCP_SERVER_PORT, makeDhcp, readDhcp } from '../packets/dhcp';
import { DNS_PORT } from '../packets/dns';
import * as packet from '../packets/packet';
import { Flows, type End, type Forward } from './flows';
import { Groups } from './groups';
import { Leases } from './leases';
import { NameServer, type Lookup } from './name_server';
import { Reassembly } from './reassembly';

/** The laboratory's networks: the first three addresses are those that QEMU's user network has. */
export const NETWORK = {
  gateway4: '10.0.2.2',
  dns4: '10.0.2.3',
  board4: '10.0.2.15',
  bits4: 16,
  prefix6: 'fd74:6e79:6772::',
  gateway6: 'fd74:6e79:6772::2',
  bits6: 64,
} as const;

/** Boards that have an address. */
export const MAX_BOARDS = 1000;

/** Addresses of the board of this number, from 0. */
export function boardAddresses(number: number): { ip4: string; ip6: string } {
  const bytes = addressBytes(NETWORK.board4);
  const data = new DataView(bytes.buffer);
  data.setUint32(0, data.getUint32(0) + number);
  const ip4 = addressText(bytes);
  return { ip4, ip6: addressText(addressBytes(`${NETWORK.prefix6}${(0x15 + number).toString(16)}`)) };
}

/** Boot options of a board at these addresses behind the gateway. */
export function boardWords({ ip4, ip6 }: { ip4: string; ip6: string }): string[] {
  const { bits4, bits6, gateway4, dns4 } = NETWORK;
  return [`ip=${ip4}/${bits4}`, `gw=${gateway4}`, `dns=${dns4}`, `ip6=${ip6}/${bits6}`];
}

const MTU = 1500;
const ALL_NODES = addressBytes('ff02::1');
const ALL_ROUTERS = addressBytes('ff02::2');
const EVERYONE4 = addressBytes('255.255.255.255');
const EVERYONE_MAC = Uint8Array.of(255, 255, 255, 255, 255, 255);
const NO_MAC = new Uint8Array(6);

const ECHO4 = { request: 8, reply: 0 };
const ECHO6 = { request: 128, reply: 129 };
const UNREACHABLE = { 4: 3, 6: 1 } as const;
const ND = {
  routerSolicitation: 133,
  routerAdvertisement: 134,
  neighbourSolicitation: 135,
  neighbourAdvertisement: 136,
};
const LISTENER_REPORTS = { mld1: 131, mld2: 143, igmp1: 0x12, igmp2: 0x16, igmp3: 0x22 };

/** Codes of "unreachable" for what the host's kernel says: port, host, network, forbidden. */
const UNREACHABLE_CODES: Record<string, { 4: number; 6: number }> = {
  ECONNREFUSED: { 4: 3, 6: 4 },
  EHOSTUNREACH: { 4: 1, 6: 3 },
  ENETUNREACH: { 4: 0, 6: 0 },
  EACCES: { 4: 13, 6: 1 },
  EPERM: { 4: 13, 6: 1 },
};
/** What an ICMP error quotes at most, so that it is in one packet. */
const QUOTE = { 4: 28, 6: 1232 } as const;

const ADVERTISE_MS = 60_000;
const SWEEP_MS = 10_000;
/** Packets that wait for one unknown neighbour, and neighbours that are waited for. */
const MAX_WAITING = 64;
const MAX_UNKNOWN = 256;
const RESOLVE_MS = 1000;
const RESOLVE_TRIES = 5;
const MAX_NEIGHBOURS = 4096;

export interface GatewayOptions {
  forwards?: Forward[];
  /** Whether forwarded ports are open to other machines; otherwise they are on loopback. */
  expose?: boolean;
  /** Interface of the host that multicast and broadcast go to and come from; none without it. */
  multicast?: string;
  /** False: nothing of the host is in reach, and no name is known. */
  outside?: boolean;
  /** In place of the host's resolver. */
  lookup?: Lookup;
}

interface Unknown {
  packets: Uint8Array[];
  tries: number;
  cancel(): void;
}

/** Counts of datagrams and errors. */
export interface GatewayCounters {
  out: number;
  in: number;
  errors: number;
  /** Frames with wrong checksums, packets for nowhere, datagrams without a neighbour. */
  dropped: number;
}

export class Gateway {
  readonly mac = address.macBytes(macFor('gateway'));
  readonly counters: GatewayCounters = { out: 0, in: 0, errors: 0, dropped: 0 };
  /** Ports of the host that were bound, in the order of the forwards. */
  readonly ports: number[] = [];

  private readonly own4 = addressBytes(NETWORK.gateway4);
  private readonly dns4 = addressBytes(NETWORK.dns4);
  private readonly own6 = addressBytes(NETWORK.gateway6);
  private readonly local6 = address.linkLocalOf(this.mac);
  private readonly prefix6 = addressBytes(NETWORK.prefix6);
  private readonly station: Station;
  private readonly flows: Flows;
  private readonly names: NameServer;
  private readonly leases: Leases;
  private readonly reassembly = new Reassembly();
  private readonly neighbours = new Map<string, Uint8Array>();
  private readonly unknown = new Map<string, Unknown>();
  private readonly clock: Clock;
  private readonly outside: boolean;
  private readonly cancels = new Map<string, () => void>();
  private groups: Groups | undefined;
  private id = 1;

  private constructor(link: Link, options: GatewayOptions) {
    this.station = link.attach('gateway', (frame) => this.receive(frame));
    this.clock = link.clock;
    this.outside = options.outside ?? true;
    this.names = this.outside ? new NameServer(options.lookup) : new NameServer(knowsNothing, () => []);
    this.flows = new Flows({
      own: { ip4: NETWORK.gateway4, ip6: NETWORK.gateway6 },
      expose: options.expose ?? false,
      shared: options.multicast !== undefined,
      presentable: (from) => this.presentable(from),
      toBoard: (family, from, to, payload) => this.toBoard(family, from, to, payload),
      refused: (code, original) => this.refused(code, original),
      now: () => this.clock.now(),
    });
    this.leases = new Leases({
      own: this.own4,
      bits: NETWORK.bits4,
      dns: this.dns4,
      first: addressBytes(NETWORK.board4),
      count: MAX_BOARDS,
      taken: (text) => this.neighbours.has(text),
    });
  }

  /** Opens the gateway on a switch. Rejects with a UserError when a port or the interface cannot be had. */
  static async open(link: Link, options: GatewayOptions = {}): Promise<Gateway> {
    const gateway = new Gateway(link, options);
    try {
      await gateway.start(options);
    } catch (error) {
      gateway.close();
      throw error;
    }
    return gateway;
  }

  /** Sets an address aside for a board that asks by DHCP. */
  reserve(mac: string, ip4: string): void {
    this.leases.reserve(mac, ip4);
  }

  /** Harmless when repeated. */
  close(): void {
    for (const cancel of this.cancels.values()) cancel();
    this.cancels.clear();
    for (const { cancel } of this.unknown.values()) cancel();
    this.unknown.clear();
    this.flows.close();
    this.groups?.close();
    this.station.close();
  }

  private async start(options: GatewayOptions): Promise<void> {
    const forwards = options.forwards ?? [];
    for (const forward of forwards) this.ports.push(await this.flows.forward(forward));
    if (options.multicast !== undefined) {
      this.groups = new Groups({
        name: options.multicast,
        ports: forwards.map(({ board }) => board),
        toBoards: (family, from, group, port, payload) => this.toGroup(family, from, group, port, payload),
        toBoard: (family, from, to, payload) => this.toBoard(family, this.translateSource(family, from), to, payload),
      });
    }
    this.every('advertise', ADVERTISE_MS, () => this.advertise(ALL_NODES));
    this.every('sweep', SWEEP_MS, () => this.flows.sweep());
    this.advertise(ALL_NODES);
  }

  private every(what: string, milliseconds: number, act: () => void): void {
    const next = (): void => {
      this.every(what, milliseconds, act);
      act();
    };
    this.cancels.set(what, this.clock.later(milliseconds, next));
  }

  /* ---- from the switch ---- */

  private receive(frame: Uint8Array): void {
    const ethernet = packet.readEthernet(frame);
    if (!ethernet) return;
    const mine = address.sameBytes(ethernet.to, this.mac);
    if (!mine && ((ethernet.to[0] as number) & 1) === 0) return;
    if (ethernet.type === packet.ETHER_ARP) this.handleArp(ethernet.payload);
    const ip = packet.readIp(ethernet.type, ethernet.payload);
    if (!ip) return;
    if (!ip.headerIsRight) {
      this.counters.dropped++;
      return;
    }
    if (this.isOnLink(ip.from)) this.learn(ip.from, ethernet.from);
    const whole = this.reassembly.receive(ip, this.clock.now());
    if (whole) this.handleIp(whole, ethernet, mine);
  }

  private handleArp(payload: Uint8Array): void {
    const arp = packet.readArp(payload);
    if (!arp || !this.isOnLink(arp.from)) return;
    this.learn(arp.from, arp.fromMac);
    const asked = [this.own4, this.dns4].find((own) => address.sameBytes(own, arp.to));
    if (arp.operation !== packet.ARP_REQUEST || !asked) return;
    const answer = packet.makeArp({
      operation: packet.ARP_REPLY,
      fromMac: this.mac,
      from: asked,
      toMac: arp.fromMac,
      to: arp.from,
    });
    this.station.send(packet.makeEthernet(arp.fromMac, this.mac, packet.ETHER_ARP, answer));
  }

  private handleIp(ip: packet.Ip, ethernet: packet.Ethernet, mine: boolean): void {
    switch (ip.protocol) {
      case packet.PROTO_UDP:
        this.handleUdp(ip, ethernet, mine);
        return;
      case packet.PROTO_ICMP:
      case packet.PROTO_ICMP6:
        this.handleIcmp(ip, ethernet);
        return;
      case packet.PROTO_IGMP:
        this.handleReport(ip.payload, 4);
    }
  }

  private handleUdp(ip: packet.Ip, ethernet: packet.Ethernet, mine: boolean): void {
    const udp = packet.readUdp(ip.payload);
    if (!udp || !packet.udpChecksumIsRight(ip)) {
      this.counters.dropped++;
      return;
    }
    if (udp.toPort === DHCP_SERVER_PORT && ip.family === 4) {
      this.handleDhcp(udp.payload);
      return;
    }
    if (!this.isOnLink(ip.from)) {
      this.counters.dropped++;
      return;
    }
    const board = { address: addressText(ip.from), port: udp.fromPort };
    const everyone = ip.family === 4 && this.isBroadcast(ip.to);
    if (address.isMulticast(ip.to) || everyone) {
      if (everyone || !this.staysOnLink(ip.to)) this.counters.out++;
      this.groups?.send(board, everyone ? '255.255.255.255' : addressText(ip.to), udp.toPort, ip.ttl, udp.payload);
      return;
    }
    if (!mine) return;
    if (udp.toPort === DNS_PORT && [this.dns4, this.own6].some((own) => address.sameBytes(own, ip.to))) {
      void this.names.answer(udp.payload).then((answer) => {
        if (answer) this.toBoard(ip.family, { address: addressText(ip.to), port: DNS_PORT }, board, answer);
      });
      return;
    }
    const isHost = [this.own4, this.own6].some((own) => address.sameBytes(own, ip.to));
    if (udp.toPort === 0 || udp.fromPort === 0) {
      this.counters.dropped++;
    } else if (address.sameBytes(ip.to, this.dns4)) {
      this.unreachable(UNREACHABLE_CODES.ECONNREFUSED, wholePacket(ip));
    } else if (!isHost && (this.isOnLink(ip.to) || address.isMartian(ip.to) || address.isLinkLocal(ip.to))) {
      this.unreachable(UNREACHABLE_CODES.EHOSTUNREACH, wholePacket(ip));
    } else if (!this.outside) {
      this.unreachable(UNREACHABLE_CODES.ENETUNREACH, wholePacket(ip));
    } else {
      this.counters.out++;
      this.learn(ip.from, ethernet.from);
      this.flows.send(board, { address: addressText(ip.to), port: udp.toPort }, udp.payload, wholePacket(ip));
    }
  }

  private handleDhcp(payload: Uint8Array): void {
    const message = readDhcp(payload);
    const answer = message && this.leases.answer(message);
    if (!answer) return;
    const known = answer.client.some((byte) => byte !== 0);
    const to = answer.broadcast || answer.type === 'nak' ? EVERYONE4 : known ? answer.client : answer.yours;
    const segment = packet.makeUdp(this.own4, DHCP_SERVER_PORT, to, DHCP_CLIENT_PORT, makeDhcp(answer));
    const [ip] = packet.makeIp({ from: this.own4, to, protocol: packet.PROTO_UDP, ttl: 64 }, segment) as [Uint8Array];
    const mac = to === EVERYONE4 ? EVERYONE_MAC : answer.mac;
    this.station.send(packet.makeEthernet(mac, this.mac, packet.ETHER_IPV4, ip));
  }

  private handleIcmp(ip: packet.Ip, ethernet: packet.Ethernet): void {
    const icmp = packet.readIcmp(ip.payload);
    if (!icmp || !packet.icmpChecksumIsRight(ip)) {
      this.counters.dropped++;
      return;
    }
    const echo = ip.family === 4 ? ECHO4 : ECHO6;
    if (icmp.type === echo.request) {
      const own = [this.own4, this.dns4, this.own6, this.local6].find((one) => address.sameBytes(one, ip.to));
      if (own) this.sendIcmp(own, ip.from, { type: echo.reply, code: 0, body: icmp.body });
      return;
    }
    if (ip.family === 4) return;
    if (icmp.type === ND.neighbourSolicitation && ip.ttl === 255) {
      this.handleSolicitation(ip, ethernet, icmp.body);
    } else if (icmp.type === ND.neighbourAdvertisement && ip.ttl === 255) {
      this.learnIfOnLink(icmp.body.subarray(4, 20), ethernet);
    } else if (icmp.type === ND.routerSolicitation && ip.ttl === 255) {
      const known = this.isOnLink(ip.from);
      if (known) this.learn(ip.from, ethernet.from);
      this.advertise(known ? ip.from : ALL_NODES);
    } else if (icmp.type === LISTENER_REPORTS.mld1 || icmp.type === LISTENER_REPORTS.mld2) {
      this.handleReport(ip.payload, 6);
    }
  }

  private handleSolicitation(ip: packet.Ip, ethernet: packet.Ethernet, body: Uint8Array): void {
    const asked = [this.own6, this.local6].find((own) => address.sameBytes(own, body.subarray(4, 20)));
    if (!asked) return;
    const probing = ip.from.every((byte) => byte === 0);
    if (!probing) this.learn(ip.from, ethernet.from);
    // Router, solicited, override; RFC 4861 4.4.
    const flags = probing ? 0xa0 : 0xe0;
    const answer = packet.concat(Uint8Array.of(flags, 0, 0, 0), asked, Uint8Array.of(2, 1), this.mac);
    this.sendIcmp(
      asked,
      probing ? ALL_NODES : ip.from,
      { type: ND.neighbourAdvertisement, code: 0, body: answer },
      255,
    );
  }

  /** Groups that an IGMP or MLD report names. */
  private handleReport(segment: Uint8Array, family: Family): void {
    if (!this.groups || segment.length < 8) return;
    const size = family === 4 ? 4 : 16;
    const type = segment[0] as number;
    const found: Uint8Array[] = [];
    if (type === LISTENER_REPORTS.igmp3 || type === LISTENER_REPORTS.mld2) {
      const data = packet.view(segment);
      let at = 8;
      for (let left = data.getUint16(6); left > 0 && at + 4 + size <= segment.length; left--) {
        found.push(segment.subarray(at + 4, at + 4 + size));
        at += 4 + size + data.getUint16(at + 2) * size + (segment[at + 1] as number) * 4;
      }
    } else if (type === LISTENER_REPORTS.igmp1 || type === LISTENER_REPORTS.igmp2) {
      found.push(segment.subarray(4, 8));
    } else if (type === LISTENER_REPORTS.mld1 && segment.length >= 24) {
      found.push(segment.subarray(8, 24));
    }
    for (const group of found)
      if (address.isMulticast(group) && !this.staysOnLink(group)) this.groups.join(addressText(group));
  }

  /* ---- to the switch ---- */

  /** A datagram from the host's side for a board. */
  private toBoard(family: Family, from: End, to: End, payload: Uint8Array): void {
    this.counters.in++;
    const [source, target] = [addressBytes(from.address), addressBytes(to.address)];
    this.sendUdp(source, from.port, target, to.port, payload, family === 4 ? 64 : 64);
  }

  private toGroup(family: Family, from: End, group: string, port: number, payload: Uint8Array): void {
    this.counters.in++;
    const source = this.translateSource(family, from);
    this.sendUdp(addressBytes(source.address), source.port, addressBytes(group), port, payload, 1);
  }

  private translateSource(family: Family, from: End): End {
    if (this.presentable(addressBytes(from.address))) return from;
    return { address: family === 4 ? NETWORK.gateway4 : NETWORK.gateway6, port: from.port };
  }

  private sendUdp(
    from: Uint8Array,
    fromPort: number,
    to: Uint8Array,
    toPort: number,
    payload: Uint8Array,
    ttl: number,
  ): void {
    const fields = { from, to, protocol: packet.PROTO_UDP, ttl, id: (this.id = (this.id + 1) & 0xffff) };
    const segment = packet.makeUdp(from, fromPort, to, toPort, payload);
    for (const one of packet.makeIp(fields, segment, MTU)) this.sendIp(to, one);
  }

  private sendIcmp(from: Uint8Array, to: Uint8Array, icmp: packet.Icmp, ttl = 64): void {
    const protocol = from.length === 4 ? packet.PROTO_ICMP : packet.PROTO_ICMP6;
    for (const one of packet.makeIp({ from, to, protocol, ttl }, packet.makeIcmp(from, to, icmp), MTU))
      this.sendIp(to, one);
  }

  /** Puts a packet into a frame for its target, which is asked for first where it is not known. */
  private sendIp(to: Uint8Array, ip: Uint8Array): void {
    const type = to.length === 4 ? packet.ETHER_IPV4 : packet.ETHER_IPV6;
    const everyone = to.length === 4 && this.isBroadcast(to);
    const mac = everyone
      ? EVERYONE_MAC
      : address.isMulticast(to)
        ? address.groupMac(to)
        : this.neighbours.get(addressText(to));
    if (mac) {
      this.station.send(packet.makeEthernet(mac, this.mac, type, ip));
      return;
    }
    const key = addressText(to);
    const waiting = this.unknown.get(key);
    if (waiting) {
      if (waiting.packets.length < MAX_WAITING) waiting.packets.push(ip);
      else this.counters.dropped++;
    } else if (this.unknown.size < MAX_UNKNOWN) {
      this.resolve(to, key, { packets: [ip], tries: 0 });
    } else {
      this.counters.dropped++;
    }
  }

  private resolve(to: Uint8Array, key: string, { packets, tries }: Omit<Unknown, 'cancel'>): void {
    if (tries >= RESOLVE_TRIES) {
      this.unknown.delete(key);
      this.counters.dropped += packets.length;
      return;
    }
    const next = { packets, tries: tries + 1 };
    const cancel = this.clock.later(RESOLVE_MS, () => this.resolve(to, key, next));
    this.unknown.set(key, Object.assign(next, { cancel }));
    if (to.length === 4) {
      const arp = packet.makeArp({
        operation: packet.ARP_REQUEST,
        fromMac: this.mac,
        from: this.own4,
        toMac: NO_MAC,
        to,
      });
      this.station.send(packet.makeEthernet(EVERYONE_MAC, this.mac, packet.ETHER_ARP, arp));
    } else {
      const body = packet.concat(new Uint8Array(4), to, Uint8Array.of(1, 1), this.mac);
      this.sendIcmp(this.local6, address.solicitedNode(to), { type: ND.neighbourSolicitation, code: 0, body }, 255);
    }
  }

  /** A router advertisement: the prefix, this router, its name server, the MTU (RFC 4861 4.2, RFC 8106 5.1). */
  private advertise(to: Uint8Array): void {
    const prefix = new Uint8Array(32);
    prefix.set([3, 4, NETWORK.bits6, 0xc0]);
    packet.view(prefix).setUint32(4, 86_400);
    packet.view(prefix).setUint32(8, 86_400);
    prefix.set(this.prefix6, 16);
    const dns = new Uint8Array(24);
    dns.set([25, 3]);
    packet.view(dns).setUint32(4, 1800);
    dns.set(this.own6, 8);
    const mtu = new Uint8Array(8);
    mtu.set([5, 1]);
    packet.view(mtu).setUint32(4, MTU);
    const head = new Uint8Array(12);
    head[0] = 64;
    packet.view(head).setUint16(2, 1800);
    const body = packet.concat(head, Uint8Array.of(1, 1), this.mac, mtu, prefix, dns);
    this.sendIcmp(this.local6, to, { type: ND.routerAdvertisement, code: 0, body }, 255);
  }

  private refused(code: string, original: Uint8Array): void {
    const codes = UNREACHABLE_CODES[code];
    if (codes && original.length > 0) this.unreachable(codes, original);
    else this.counters.dropped++;
  }

  /** "Unreachable", as the datagram's destination would say it. */
  private unreachable(codes: { 4: number; 6: number } | undefined, original: Uint8Array): void {
    const family = (original[0] as number) >> 4 === 4 ? 4 : 6;
    const [from, to] =
      family === 4 ? [original.slice(16, 20), original.slice(12, 16)] : [original.slice(24, 40), original.slice(8, 24)];
    const body = packet.concat(new Uint8Array(4), original.subarray(0, QUOTE[family]));
    this.counters.errors++;
    this.sendIcmp(from, to, { type: UNREACHABLE[family], code: (codes as { 4: number; 6: number })[family], body });
  }

  /* ---- what is known ---- */

  private isOnLink(one: Uint8Array): boolean {
    if (one.length === 4) return address.samePrefix(one, this.own4, NETWORK.bits4) && !this.isBroadcast(one);
    return address.samePrefix(one, this.prefix6, NETWORK.bits6) || address.isLinkLocal(one);
  }

  private isBroadcast(one: Uint8Array): boolean {
    const directed = address.samePrefix(one, this.own4, NETWORK.bits4) && one[2] === 255 && one[3] === 255;
    return directed || address.sameBytes(one, EVERYONE4);
  }

  /** Groups of the link itself (224.0.0.1, ff02::1 and the like, but not mDNS's and LLMNR's), RFC 5771 and 4291. */
  private staysOnLink(group: Uint8Array): boolean {
    if (group.length === 4) return group[0] === 224 && group[1] === 0 && group[2] === 0 && (group[3] as number) < 251;
    const interfaceLocal = ((group[1] as number) & 15) === 1;
    const wellKnown = address.samePrefix(group, ALL_ROUTERS, 112) && group[14] === 0 && (group[15] as number) < 0x80;
    return interfaceLocal || wellKnown || group[12] === 0xff;
  }

  /** Whether boards may see this address as a sender: not the host's own loopback, nor what looks like a neighbour. */
  private presentable(from: Uint8Array): boolean {
    return !address.isMartian(from) && !address.isLinkLocal(from) && !address.isMulticast(from) && !this.isOnLink(from);
  }

  private learnIfOnLink(one: Uint8Array, ethernet: packet.Ethernet): void {
    if (one.length === 16 && this.isOnLink(one)) this.learn(one, ethernet.from);
  }

  private learn(one: Uint8Array, mac: Uint8Array): void {
    const key = addressText(one);
    const isNew = !this.neighbours.has(key);
    if (isNew && this.neighbours.size >= MAX_NEIGHBOURS) return;
    this.neighbours.set(key, mac.slice());
    // A board that has just started learns the way out before it asks for it.
    if (isNew && one.length === 16 && address.isLinkLocal(one)) this.advertise(one);
    const waiting = this.unknown.get(key);
    if (!waiting) return;
    this.unknown.delete(key);
    waiting.cancel();
    for (const one of waiting.packets) this.sendIp(addressBytes(key), one);
  }
}

/** The resolver of a network without a way out. */
const knowsNothing: Lookup = () => Promise.reject(Object.assign(new Error('no name is known'), { code: 'ENOTFOUND' }));

/** A packet's beginning as it was, for an ICMP error to quote: header and payload of the whole datagram. */
function wholePacket(ip: packet.Ip): Uint8Array {
  const fields = { from: ip.from, to: ip.to, protocol: ip.protocol, ttl: ip.ttl };
  return packet.makeIp(fields, ip.payload.subarray(0, QUOTE[6]), 65_535)[0] as Uint8Array;
}
