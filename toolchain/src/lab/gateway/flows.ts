/**
 * The host's sockets behind the gateway.
 *
 * A flow is one pair of board address and port with one destination; it has a connected socket of the host's, so that
 * an answer can only come from there and the host's ICMP errors are heard. A forward is a bound socket of the host's;
 * what a peer sends to it makes the pair of board port and peer known, and what the board sends back to that peer
 * leaves from the forward's socket, whatever else the board has sent from there meanwhile.
 */
import * as dgram from 'node:dgram';
import { UserError } from '../../user_error';
import { addressBytes, type Family } from '../packets/address';

/** Flows at once; each is a file descriptor. One board has at most its share. */
const MAX_FLOWS = 512;
const MAX_FLOWS_OF_ONE = 128;
/** A flow that nothing passes through ends (RFC 4787 5: at least two minutes). Milliseconds. */
const FLOW_IDLE_MS = 180_000;
/** Peers that one forward remembers; the one that has been silent longest goes. */
const MAX_PEERS = 4096;
/** Datagrams that wait until a flow's socket is connected. */
const MAX_CONNECTING = 64;
/** Where ports for peers that would look alike are taken from. */
const ALIAS_PORTS = { first: 49_152, last: 65_535 };
/** Asked of the kernel for each socket: a burst of the largest datagrams. */
const RECEIVE_BUFFER = 1 << 20;

/** One end, its address as text. */
export interface End {
  address: string;
  port: number;
}

export interface Forward {
  /** Port of the host; 0 takes a free one. */
  host: number;
  /** Port of the board. */
  board: number;
  /** The board's addresses. */
  to: { ip4: string; ip6: string };
}

export interface FlowsOptions {
  /** The gateway's own addresses: what stands for the host on the wire. */
  own: { ip4: string; ip6: string };
  /** Whether forwarded ports are open to other machines too. */
  expose: boolean;
  /** Whether others of this process listen at the same ports for groups and everyone. */
  shared: boolean;
  /** Whether an address that packets come from may be shown to a board as it is. */
  presentable(address: Uint8Array): boolean;
  /** A datagram for a board. */
  toBoard(family: Family, from: End, to: End, payload: Uint8Array): void;
  /** The host's kernel refused what the board sent; `packet` is its datagram as it came, with its IP header. */
  refused(code: string, packet: Uint8Array): void;
  now(): number;
}

const familyOf = (address: string): Family => (address.includes(':') ? 6 : 4);
const endText = ({ address, port }: End): string => `${address} ${port}`;
const pairKey = (board: End, peer: End): string => `${endText(board)}>${endText(peer)}`;

interface Flow {
  board: End;
  socket: dgram.Socket;
  /** Datagrams that wait for the connection; undefined once it is there. */
  waiting: Uint8Array[] | undefined;
  /** The packet that an error of the socket is about. */
  last: Uint8Array;
  used: number;
}

interface Peer {
  socket: dgram.Socket;
  real: End;
}

export class Flows {
  /** In the order of last use. */
  private readonly flows = new Map<string, Flow>();
  /** Flows of each board address. */
  private readonly shares = new Map<string, number>();
  /** By pairKey(board, peer as the board sees it), in the order of last use. */
  private readonly peers = new Map<string, Peer>();
  /** The port that a real peer is shown with, by socket and real end. */
  private readonly aliases = new Map<string, number>();
  private readonly sockets: dgram.Socket[] = [];
  private nextAlias = ALIAS_PORTS.first;

  constructor(private readonly options: FlowsOptions) {}

  /** Binds the sockets of a forward, IPv4 and where the host has it IPv6; resolves with the port. */
  async forward(forward: Forward): Promise<number> {
    const { expose } = this.options;
    const port = await this.bindForward('udp4', expose ? '0.0.0.0' : '127.0.0.1', forward.host, forward);
    try {
      await this.bindForward('udp6', expose ? '::' : '::1', port, forward);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EAFNOSUPPORT' && code !== 'EADDRNOTAVAIL') throw error;
    }
    return port;
  }

  /** A datagram of a board's for the outside; `packet` is the whole of it, with its IP header. */
  send(board: End, to: End, payload: Uint8Array, packet: Uint8Array): void {
    const key = pairKey(board, to);
    const peer = this.peers.get(key);
    if (peer !== undefined) {
      this.peers.delete(key);
      this.peers.set(key, peer);
      peer.socket.send(payload, peer.real.port, peer.real.address, (error) => {
        if (error) this.options.refused((error as NodeJS.ErrnoException).code ?? '', packet);
      });
      return;
    }
    const flow = this.flows.get(key) ?? this.open(key, board, to);
    this.flows.delete(key);
    this.flows.set(key, flow);
    flow.used = this.options.now();
    // A view into what the switch read: its own until it is sent, since Node copies nothing.
    flow.last = packet;
    if (flow.waiting === undefined) this.write(flow, payload);
    else if (flow.waiting.length < MAX_CONNECTING) flow.waiting.push(payload);
  }

  /** Ends flows that have been idle; to be called now and then. */
  sweep(): void {
    const limit = this.options.now() - FLOW_IDLE_MS;
    for (const [key, flow] of this.flows) {
      if (flow.used > limit) return;
      this.end(key, flow);
    }
  }

  get count(): number {
    return this.flows.size;
  }

  close(): void {
    for (const [key, flow] of this.flows) this.end(key, flow);
    for (const socket of this.sockets) socket.close();
    this.sockets.length = 0;
  }

  private open(key: string, board: End, to: End): Flow {
    const { own } = this.options;
    this.makeRoom(board.address);
    const family = familyOf(to.address);
    const socket = dgram.createSocket({ type: family === 4 ? 'udp4' : 'udp6' });
    const flow: Flow = { board, socket, waiting: [], last: new Uint8Array(), used: 0 };
    const failed = (error: Error): void => this.options.refused((error as NodeJS.ErrnoException).code ?? '', flow.last);
    socket.on('error', failed);
    socket.on('message', (payload) => {
      flow.used = this.options.now();
      this.options.toBoard(family, to, board, payload);
    });
    const real = to.address === own.ip4 ? '127.0.0.1' : to.address === own.ip6 ? '::1' : to.address;
    socket.connect(to.port, real, ((error?: Error) => {
      if (error) {
        failed(error);
        this.end(key, flow);
        return;
      }
      if (this.flows.get(key) !== flow) return;
      enlarge(socket);
      const waiting = flow.waiting ?? [];
      flow.waiting = undefined;
      for (const payload of waiting) this.write(flow, payload);
    }) as () => void);
    this.shares.set(board.address, (this.shares.get(board.address) ?? 0) + 1);
    return flow;
  }

  private write(flow: Flow, payload: Uint8Array): void {
    const { last } = flow;
    flow.socket.send(payload, (error) => {
      if (error) this.options.refused((error as NodeJS.ErrnoException).code ?? '', last);
    });
  }

  /** Ends the oldest flow of a board that has its share, or the oldest of all when all are taken. */
  private makeRoom(address: string): void {
    const shareIsFull = (this.shares.get(address) ?? 0) >= MAX_FLOWS_OF_ONE;
    if (!shareIsFull && this.flows.size < MAX_FLOWS) return;
    for (const [key, flow] of this.flows) {
      if (shareIsFull && flow.board.address !== address) continue;
      this.end(key, flow);
      return;
    }
  }

  private end(key: string, flow: Flow): void {
    if (this.flows.get(key) !== flow) return;
    this.flows.delete(key);
    const left = (this.shares.get(flow.board.address) ?? 1) - 1;
    if (left === 0) this.shares.delete(flow.board.address);
    else this.shares.set(flow.board.address, left);
    flow.socket.close();
  }

  private async bindForward(type: 'udp4' | 'udp6', address: string, port: number, forward: Forward): Promise<number> {
    if (!this.options.shared) return this.bindSocket(type, address, port, forward, false);
    // A port that is shared may be another program's too: whether it is one shows where it is asked for alone.
    const own = await this.bindSocket(type, address, port, forward, false);
    const alone = this.sockets.pop() as dgram.Socket;
    await new Promise<void>((resolve) => alone.close(() => resolve()));
    return this.bindSocket(type, address, own, forward, true);
  }

  private bindSocket(
    type: 'udp4' | 'udp6',
    address: string,
    port: number,
    forward: Forward,
    reuseAddr: boolean,
  ): Promise<number> {
    const socket = dgram.createSocket({ type, ipv6Only: type === 'udp6', reuseAddr });
    const family = type === 'udp4' ? 4 : 6;
    const board = { address: family === 4 ? forward.to.ip4 : forward.to.ip6, port: forward.board };
    socket.on('message', (payload, rinfo) => {
      const real = { address: rinfo.address, port: rinfo.port };
      this.options.toBoard(family, this.translateSource(socket, family, board, real), board, payload);
    });
    return new Promise((resolve, reject) => {
      socket.once('error', (error: NodeJS.ErrnoException) => {
        socket.close();
        if (error.code === 'EADDRINUSE' || error.code === 'EACCES') {
          const why = error.code === 'EACCES' ? 'may not be opened by you' : 'is in use by another program';
          const place = `${family === 4 ? address : `[${address}]`}:${port}`;
          reject(
            new UserError(`UDP port ${place} ${why}; --udp takes another one, as in --udp 41299:${forward.board}.`),
          );
        } else {
          reject(error);
        }
      });
      socket.bind({ port, address }, () => {
        socket.removeAllListeners('error');
        socket.on('error', () => undefined);
        enlarge(socket);
        this.sockets.push(socket);
        resolve(socket.address().port);
      });
    });
  }

  /** The end that a peer of a forward is shown to the board as; remembered, so that answers find it. */
  private translateSource(socket: dgram.Socket, family: Family, board: End, real: End): End {
    const { own } = this.options;
    const address = this.options.presentable(addressBytes(real.address))
      ? real.address
      : family === 4
        ? own.ip4
        : own.ip6;
    const alias = `${endText(board)}<${endText(real)}`;
    const source = { address, port: this.aliases.get(alias) ?? real.port };
    let key = pairKey(board, source);
    // Another peer with the same port may be shown with the same address: the host's loopback has many.
    for (let tries = 0; tries <= ALIAS_PORTS.last - ALIAS_PORTS.first; tries++) {
      const holder = this.peers.get(key);
      if (holder === undefined || (holder.real.address === real.address && holder.real.port === real.port)) break;
      source.port = this.nextAlias++;
      if (this.nextAlias > ALIAS_PORTS.last) this.nextAlias = ALIAS_PORTS.first;
      key = pairKey(board, source);
      this.aliases.set(alias, source.port);
    }
    this.peers.delete(key);
    this.peers.set(key, { socket, real });
    if (this.peers.size > MAX_PEERS) {
      const [oldest] = this.peers.keys() as unknown as Iterable<string>;
      this.peers.delete(oldest as string);
    }
    if (this.aliases.size > MAX_PEERS) this.aliases.clear();
    return source;
  }
}

/** A larger receive buffer where the system allows it. */
function enlarge(socket: dgram.Socket): void {
  try {
    socket.setRecvBufferSize(RECEIVE_BUFFER);
  } catch {
    // The system's own size then.
  }
}
