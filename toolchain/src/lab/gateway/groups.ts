/**
 * Multicast and broadcast to and from an interface of the host.
 *
 * What boards send to a group or to everyone leaves there as well; what others send reaches the boards. A socket hears
 * a group at one port alone, so those ports are listened to that boards have sent to, and those that were named.
 */
import * as dgram from 'node:dgram';
import * as os from 'node:os';
import { UserError } from '../../user_error';
import type { Family } from '../packets/address';
import type { End } from './flows';

/** Sockets that listen, and groups that boards are members of. */
const MAX_SOCKETS = 128;
const MAX_GROUPS = 64;

export interface GroupsOptions {
  /** Name of the interface. */
  name: string;
  /** Ports to listen at besides those that boards send to. */
  ports: number[];
  /** A datagram from the interface for a group (or everyone), or for one board. */
  toBoards(family: Family, from: End, group: string, port: number, payload: Uint8Array): void;
  toBoard(family: Family, from: End, to: End, payload: Uint8Array): void;
}

/** The addresses of one interface of this machine. Throws a UserError when there is no such interface. */
export function interfaceAddresses(name: string): os.NetworkInterfaceInfo[] {
  const all = os.networkInterfaces();
  const found = all[name];
  if (found) return found;
  throw new UserError(
    `This machine has no network interface ${name} with an address; it has: ${Object.keys(all).join(', ')}.`,
  );
}

/** The address that reaches everyone of an IPv4 network. */
function broadcastOf(info: os.NetworkInterfaceInfo): string {
  const mask = info.netmask.split('.').map(Number);
  return info.address
    .split('.')
    .map((part, i) => Number(part) | (~(mask[i] as number) & 255))
    .join('.');
}

export class Groups {
  private readonly ip4: os.NetworkInterfaceInfo | undefined;
  private readonly ip6: os.NetworkInterfaceInfo | undefined;
  private readonly broadcast: string | undefined;
  private readonly members = new Set<string>();
  private readonly ports: Set<number>;
  /** By "address port". */
  private readonly listeners = new Map<string, dgram.Socket>();
  /** By "board address port". */
  private readonly senders = new Map<string, Promise<dgram.Socket>>();
  /** Local ports of senders: what comes from them is our own. */
  private readonly ownPorts = new Set<number>();

  constructor(private readonly options: GroupsOptions) {
    const addresses = interfaceAddresses(options.name);
    this.ip4 = addresses.find((info) => info.family === 'IPv4');
    this.ip6 = addresses.find((info) => info.family === 'IPv6');
    this.broadcast = this.ip4 && !this.ip4.internal ? broadcastOf(this.ip4) : undefined;
    this.ports = new Set(options.ports);
    for (const port of this.ports) this.listenForBroadcast(port);
  }

  /** A board has become a member of a group. */
  join(group: string): void {
    if (this.members.has(group) || this.members.size >= MAX_GROUPS) return;
    this.members.add(group);
    for (const port of this.ports) this.listen(group, port);
  }

  /** A board's datagram for a group, or for everyone ("255.255.255.255"). */
  send(board: End, group: string, port: number, ttl: number, payload: Uint8Array): void {
    this.hearPort(port);
    const family = group.includes(':') ? 6 : 4;
    if (!(family === 4 ? this.ip4 : this.ip6)) return;
    const everyone = group === '255.255.255.255';
    if (everyone && this.broadcast === undefined) return;
    const to = everyone ? (this.broadcast as string) : family === 4 ? group : `${group}%${this.options.name}`;
    void this.senderOf(family, board).then(
      (socket) => {
        if (!everyone) socket.setMulticastTTL(ttl);
        socket.send(payload, port, to, () => undefined);
      },
      () => undefined,
    );
  }

  close(): void {
    for (const socket of this.listeners.values()) socket.close();
    for (const sender of this.senders.values()) void sender.then((socket) => socket.close()).catch(() => undefined);
    this.listeners.clear();
    this.senders.clear();
  }

  private hearPort(port: number): void {
    if (this.ports.has(port)) return;
    this.ports.add(port);
    for (const group of this.members) this.listen(group, port);
    this.listenForBroadcast(port);
  }

  private listenForBroadcast(port: number): void {
    if (this.broadcast === undefined) return;
    this.listen('255.255.255.255', port);
    this.listen('255.255.255.255', port, this.broadcast);
  }

  /** A socket that is bound to the group's own address hears that group alone, nothing that is for the host. */
  private listen(group: string, port: number, address = group): void {
    const key = `${address} ${port}`;
    const family = group.includes(':') ? 6 : 4;
    const own = family === 4 ? this.ip4 : this.ip6;
    if (!own || this.listeners.has(key) || this.listeners.size >= MAX_SOCKETS) return;
    const socket = dgram.createSocket({
      type: family === 4 ? 'udp4' : 'udp6',
      reuseAddr: true,
      ipv6Only: family === 6,
    });
    this.listeners.set(key, socket);
    socket.on('error', () => {
      this.listeners.delete(key);
      socket.close();
    });
    socket.on('message', (payload, rinfo) => {
      const ours =
        this.ownPorts.has(rinfo.port) && [this.ip4, this.ip6].some((info) => info?.address === bare(rinfo.address));
      if (!ours)
        this.options.toBoards(family, { address: bare(rinfo.address), port: rinfo.port }, group, port, payload);
    });
    const zone = family === 6 ? `%${this.options.name}` : '';
    socket.bind({ port, address: `${address}${zone}` }, () => {
      if (group !== '255.255.255.255')
        socket.addMembership(group, family === 4 ? own.address : `::%${this.options.name}`);
    });
  }

  private senderOf(family: Family, board: End): Promise<dgram.Socket> {
    const key = `${board.address} ${board.port}`;
    let sender = this.senders.get(key);
    if (sender === undefined) {
      if (this.senders.size >= MAX_SOCKETS) return Promise.reject(new Error('too many senders'));
      sender = this.openSender(family, board);
      this.senders.set(key, sender);
      sender.catch(() => this.senders.delete(key));
    }
    return sender;
  }

  private openSender(family: Family, board: End): Promise<dgram.Socket> {
    const socket = dgram.createSocket(family === 4 ? 'udp4' : 'udp6');
    const own = (family === 4 ? this.ip4 : this.ip6) as os.NetworkInterfaceInfo;
    socket.on('message', (payload, rinfo) =>
      this.options.toBoard(family, { address: bare(rinfo.address), port: rinfo.port }, board, payload),
    );
    return new Promise((resolve, reject) => {
      socket.once('error', (error) => {
        socket.close();
        reject(error);
      });
      const zone = family === 6 && own.scopeid ? `%${this.options.name}` : '';
      socket.bind({ port: 0, address: `${own.address}${zone}` }, () => {
        socket.removeAllListeners('error');
        socket.on('error', () => undefined);
        socket.setMulticastInterface(family === 4 ? own.address : `::%${this.options.name}`);
        if (family === 4) socket.setBroadcast(true);
        this.ownPorts.add(socket.address().port);
        resolve(socket);
      });
    });
  }
}

const bare = (address: string): string => address.replace(/%.*$/, '');
