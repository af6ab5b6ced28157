/**
 * runtime/bindings/dgram.c. Addresses are text in the canonical form of net/addr.h (zone included); ports are
 * numbers in host order. Unless said otherwise a function returns 0 or a negative error code.
 */
export interface DgramBinding {
  UDP: UdpConstructor;
}

export interface UdpConstructor {
  /** family 4 or 6; flags are UV_UDP_*. A failure to open (EMFILE, ENOMEM) is told by the instance's `error`, 0 when it is open. */
  new (family: 4 | 6, flags: number): UdpHandle;
  prototype: UdpHandle;
}

/** Flags of `bind` and the constructor; the numbers are libuv's. */
export const enum UdpFlags { IPV6ONLY = 1, REUSEADDR = 4 }

export type UdpData = Uint8Array | DataView | ArrayBufferView;

export interface UdpHandle {
  /** 0, or why the socket could not be opened. */
  readonly error: number;
  /** Number > 0 of a bound socket, unique while it is open; -9 (EBADF) before. Node's tests look at it. */
  readonly fd: number;

  /** Called for each datagram, at most CONFIG_UDP_DRAIN a turn: data is a new Buffer-prototyped Uint8Array that script owns. */
  onmessage: ((data: Uint8Array, address: string, port: number, family: 4 | 6) => void) | undefined;
  /** Called for a socket error (ECONNREFUSED, ENOMEM). */
  onerror: ((code: number) => void) | undefined;

  bind(address: string, port: number, flags: number): number;
  connect(address: string, port: number): number;
  disconnect(): number;
  /** Writes address, port and family into out as properties, Node's shape. */
  getsockname(out: { address?: string; port?: number; family?: string }): number;
  getpeername(out: { address?: string; port?: number; family?: string }): number;
  /** The list is sent as one datagram, copied before return. No address: to the connected peer. Returns bytes sent. */
  send(list: UdpData | UdpData[], port?: number, address?: string): number;
  recvStart(): number;
  recvStop(): number;
  setBroadcast(on: boolean): number;
  setTTL(ttl: number): number;
  setMulticastTTL(ttl: number): number;
  setMulticastLoopback(on: boolean): number;
  setMulticastInterface(address: string): number;
  addMembership(group: string, iface: string | undefined): number;
  dropMembership(group: string, iface: string | undefined): number;
  addSourceSpecificMembership(source: string, group: string, iface: string | undefined): number;
  dropSourceSpecificMembership(source: string, group: string, iface: string | undefined): number;
  /** size 0 reads; returns the size in force or a negative code. */
  bufferSize(size: number, send: boolean): number;
  /** [received, dropped, queued bytes, queued datagrams] */
  stats(): [number, number, number, number];
  ref(): void;
  unref(): void;
  hasRef(): boolean;
  /** Frees the socket at once; onmessage and onerror are not called again, done is called on a later turn. */
  close(done?: () => void): void;
}
