/**
 * runtime/bindings/dgram.c. Addresses are text in the canonical form of net/addr.h (zone included); ports are
 * numbers in host order. Unless said otherwise a function returns 0 or a negative code of core/errors.h, and gives
 * EBADF before the handle is open and after close().
 *
 * Lifetime: 1. `new UDP` opens nothing; bind() does, and addMembership() and connect() on a handle that is not bound
 * bind it to a free port of every address. 2. From recvStart() to recvStop() or close() the handle is kept alive, with
 * its onmessage, whether script refers to it or not, since datagrams can come. 3. Otherwise it is closed when it is
 * collected.
 */
export interface DgramBinding {
  UDP: UdpConstructor;
}

export interface UdpConstructor {
  /** family is 4 (the default) or 6. */
  new (family?: 4 | 6): UdpHandle;
  prototype: UdpHandle;
}

/** Flags of bind(); the numbers are libuv's. */
export const enum UdpFlags { IPV6ONLY = 1, REUSEADDR = 4 }

export type UdpData = string | ArrayBufferView;

export interface UdpHandle {
  /** Above 0 while the socket is open, and then its own; -9 (EBADF) before and after. */
  readonly fd: number;

  /**
   * Read by recvStart(). Called with the handle as `this` for each datagram, at most CONFIG_UDP_DRAIN in a turn:
   * data is a new Buffer that script owns, size its length in bytes, family 'IPv4' or 'IPv6'. Called with a negative
   * code alone for an error: ECONNREFUSED on a connected socket, ENOBUFS when the engine had no memory for a datagram,
   * which is then lost and counted as dropped.
   */
  onmessage:
    | ((this: any, data: Uint8Array | number, address: string, port: number, family: 'IPv4' | 'IPv6', size: number) => void)
    | undefined;

  /** EMFILE, EADDRINUSE, EADDRNOTAVAIL; EINVAL when already bound or address is none of the handle's family. */
  bind(address: string, port: number, flags: number): number;
  connect(address: string, port: number): number;
  disconnect(): number;
  /** Sets address, family and port on out, in Node's shape. */
  getsockname(out: { address?: string; family?: string; port?: number }): number;
  getpeername(out: { address?: string; family?: string; port?: number }): number;
  /**
   * Sends data, the pieces of a list as one datagram, copied before return; strings as UTF-8. Without port and address
   * it goes to the connected peer. offset and length (both or none; bytes) choose a part of data, which is then no
   * list. Returns the bytes sent or a negative code, and undefined, with nothing sent, when an argument is not what it
   * has to be: data of another type, a part outside it, port not an integer from 1 to 65535, or address not a literal
   * of the handle's family.
   */
  send(data: UdpData | UdpData[], port?: number, address?: string, offset?: number, length?: number): number | undefined;
  recvStart(): number;
  recvStop(): number;
  setBroadcast(on: boolean): number;
  setTTL(ttl: number): number;
  setMulticastTTL(ttl: number): number;
  setMulticastLoopback(on: boolean): number;
  /** EINVAL when address is none of the handle's family, EADDRNOTAVAIL when no interface has it. */
  setMulticastInterface(address: string): number;
  /** A failed join on a handle that was not bound leaves it so. */
  addMembership(group: string, iface: string | undefined): number;
  dropMembership(group: string, iface: string | undefined): number;
  addSourceSpecificMembership(source: string, group: string, iface: string | undefined): number;
  dropSourceSpecificMembership(source: string, group: string, iface: string | undefined): number;
  /** size 0 only reads; returns the size in force or a negative code (EINVAL above 2147483647). */
  bufferSize(size: number, send: boolean): number;
  /** [datagrams received, datagrams dropped, bytes queued, datagrams queued]; zeros when not open. */
  stats(): [number, number, number, number];
  /** Whether receiving keeps the program running; it does at first. */
  ref(): void;
  unref(): void;
  hasRef(): boolean;
  /** Frees the socket at once; onmessage is not called again. Harmless when closed. */
  close(): void;
}
