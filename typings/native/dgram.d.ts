/**
 * runtime/bindings/dgram.c. Addresses are text in the canonical form of net/addr.h (zone included); ports are
 * numbers in host order. Unless said otherwise a function returns 0 or a negative code of core/errors.h, and gives
 * EBADF before the handle is open and after close().
 *
 * Lifetime: 1. `new UDP` opens nothing; bind() does, and addMembership() and connect() on a handle that is not bound
 * bind it to a free port of every address. 2. From recvStart() to recvStop() or close() the handle and its owner are
 * kept alive, whether script refers to them or not, since datagrams can come. 3. Otherwise it is closed when it is
 * collected.
 */
export interface DgramBinding {
  /** Whether the app is being developed (core/script.h). */
  readonly development: boolean;
  UDP: UdpConstructor;
  /**
   * Gives the function for Socket.prototype.send, once. On a socket whose handle allows it (setDirect()) it sends by
   * itself what needs no look-up: literal addresses, while nobody has replaced dns.lookup. Then, if there is a callback
   * or an error, it calls finish(socket, bytes or negative code, address, port, callback), without address and port
   * of a datagram that waits where onsent() will tell them so. All else is slow's, with the same `this` and
   * arguments. texts are the names that C needs for each datagram, as literals: {port: 'port', …}.
   * rinfo is an example of what a listener is told of a datagram. To be called before the first recvStart().
   */
  makeSend(slow: Function, finish: Function, texts: Record<string, string>, rinfo: object): (...args: any[]) => void;
}

export interface UdpConstructor {
  /** family is 4 (the default) or 6. */
  new (family?: 4 | 6): UdpHandle;
  prototype: UdpHandle;
}

/** Flags of bind(); the numbers are libuv's. */
export const enum UdpFlags {
  IPV6ONLY = 1,
  REUSEADDR = 4,
}

export type UdpData = string | ArrayBufferView;

export interface UdpHandle {
  /** Above 0 while the socket is open, and then its own; -9 (EBADF) before and after. */
  readonly fd: number;

  /**
   * Called with a negative code for an error while receiving: ECONNREFUSED on a connected socket, ENOBUFS when the
   * engine had no memory for a datagram, which is then lost and counted as dropped.
   */
  onmessage: ((this: any, code: number) => void) | undefined;

  /**
   * Called with what became of a datagram that waited: what send() returned, and 0 (sent), EHOSTUNREACH (nobody
   * answered), ENETUNREACH (its interface or address went away), ENOBUFS; with one of these also where to it was sent.
   * Not any more once the handle is closed; what waits goes out all the same.
   */
  onsent: ((this: any, sent: number, code: number, address: string, port: number) => void) | undefined;

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
   * list. Returns the bytes sent or a negative code; 65536 times a ticket plus the bytes when the datagram waits for
   * its next hop's address; and undefined, with nothing sent, when an argument is not what it has to be: data of
   * another type, a part outside it, port not an integer from 1 to 65535, or address not a literal of the handle's
   * family.
   */
  send(
    data: UdpData | UdpData[],
    port?: number,
    address?: string,
    offset?: number,
    length?: number,
  ): number | undefined;
  /**
   * From now on each datagram, at most CONFIG_UDP_DRAIN in a turn, is owner.emit('message', data, rinfo): a new Buffer
   * that script owns, and {address, family: 'IPv4' | 'IPv6', port, size}. EALREADY when it receives, or owner has
   * another handle that does.
   */
  recvStart(owner: object): number;
  recvStop(): number;
  /** While receiving: which forms of owner.send() go straight out. 0 none, 1 those to literals, 2 those to the peer. */
  setDirect(direct: 0 | 1 | 2): void;
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
