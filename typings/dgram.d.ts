/**
 * `dgram`: UDP sockets, with the API of Node 18.
 *
 * Differences from Node, all of them:
 * - There are no file descriptors and no cluster: `bind({ fd })` throws, `exclusive` changes nothing.
 * - Sockets, what they queue, and group memberships have limits (runtime/include/config.h); each has its error:
 *   `EMFILE` for sockets, `ENOBUFS` for memberships and for more than 256 sends of a socket that wait for its bind
 *   or a look-up. Of what several share (memberships and their sources, received bytes, look-ups, datagrams that
 *   wait) one socket takes three quarters at most.
 * - The callback of a datagram that waits for its neighbour's hardware address comes when it has left, or with
 *   `EHOSTUNREACH` after three seconds without an answer; Linux says nothing then. Without a callback it is an
 *   `'error'` event of a connected socket. Of an unconnected one it is none, as on Linux: it may have many peers,
 *   and one that is down must not end a program that expects no error; a development image warns. Six times as many
 *   datagrams as sockets may wait, as many as sockets from one socket to one neighbour, in half of lwIP's memory (32
 *   KiB on ESP32); one more gets `ENOBUFS`, but for the first to a neighbour: it has the place of one that has waited
 *   for another neighbour's answer for a second. `close()` leaves them their way, the program's end
 *   (`process.exit()` too) for up to a second.
 * - Groups and 255.255.255.255 need no default route, and an IPv4 join that names no interface is for all of them,
 *   where Linux takes the default route's. 169.254/16 is always on the link.
 * - On ESP32 `127.0.0.1` is the only address of 127/8.
 * - `bind()` throws for a port that Node would wrap (65536, 'text', 1.5).
 * - On a closed socket the setters throw `ERR_SOCKET_DGRAM_NOT_RUNNING` as other methods do; Node a `TypeError`.
 * - A datagram to a literal address leaves during `send()`, not a tick later, unless `dns.lookup()` was replaced.
 * - An error of `send()` without callback is an `'error'` event, if somebody listens for it; while an app is being
 *   developed the first that nobody hears is a warning.
 * - A join on an unbound socket is followed by `'listening'`; one during `bind()` waits for it.
 * - The largest payload over IPv6 is 65,487 bytes; `set…BufferSize(0)` throws; `get…BufferSize()` does not double.
 */
declare module 'dgram' {
  import { EventEmitter } from 'events';
  import * as dns from 'dns';

  /** Where a datagram came from. */
  interface RemoteInfo {
    /** Canonical text; a link-local IPv6 sender has its zone, as in `fe80::1%en1`. */
    address: string;
    family: 'IPv4' | 'IPv6';
    port: number;
    /** Length of the message in bytes. */
    size: number;
  }

  interface BindOptions {
    /** 0 to 65535; 0 or none picks a free port. */
    port?: number | undefined;
    /** Address or host name; the unspecified address when empty or absent. */
    address?: string | undefined;
    exclusive?: boolean | undefined;
    /** Always refused with `ERR_INVALID_FD_TYPE`: there are no file descriptors. */
    fd?: number | undefined;
  }

  type SocketType = 'udp4' | 'udp6';

  interface SocketOptions {
    type: SocketType;
    /** Lets several sockets that all have it bind one port; the last one bound gets unicast, all get multicast. */
    reuseAddr?: boolean | undefined;
    /** For `udp6`: no IPv4 (as `::ffff:1.2.3.4`) on this socket. */
    ipv6Only?: boolean | undefined;
    /** Bytes that may wait for the program, set when the socket is bound; see `setRecvBufferSize()`. */
    recvBufferSize?: number | undefined;
    sendBufferSize?: number | undefined;
    /** Used instead of `dns.lookup()`, for literal addresses too. Called as `lookup(hostname, 4 | 6, callback)`. */
    lookup?:
      | ((
          hostname: string,
          options: dns.LookupOneOptions,
          callback: (err: NodeJS.ErrnoException | null, address: string, family: number) => void,
        ) => void)
      | undefined;
    /** Closes the socket when it is aborted. */
    signal?: AbortSignal | undefined;
  }

  /**
   * A new socket, not bound yet. `callback` listens to `'message'`.
   * @throws `ERR_SOCKET_BAD_TYPE`, `ERR_INVALID_ARG_TYPE` (`lookup`, `signal`)
   */
  function createSocket(type: SocketType, callback?: (msg: Buffer, rinfo: RemoteInfo) => void): Socket;
  function createSocket(options: SocketOptions, callback?: (msg: Buffer, rinfo: RemoteInfo) => void): Socket;
  /** The Ruff dialect: an IPv4 socket to which an empty address in `send()` means `0.0.0.0`, this host. */
  function createSocket(callback?: (msg: Buffer, rinfo: RemoteInfo) => void): Socket;

  /**
   * Events: `'listening'` after a bind, `'message'` for each datagram, `'connect'`, `'error'`, and `'close'`, after
   * which nothing comes. System errors have `code`, `errno` and `syscall`, and `address` and `port` where they fit.
   *
   * Every method throws `ERR_SOCKET_DGRAM_NOT_RUNNING` on a closed socket, but for `ref()` and `unref()`.
   */
  class Socket extends EventEmitter {
    /** What `createSocket()` calls. */
    constructor(type: SocketType | SocketOptions, callback?: (msg: Buffer, rinfo: RemoteInfo) => void);
    /**
     * Joins a group. `multicastInterface` is the address of an interface (IPv4) or `::%name` (IPv6); without it the
     * group is joined on every interface, those that come later too. Binds a socket that is not bound.
     * @throws `EINVAL` not a multicast address; `EADDRINUSE` joined before; `ENODEV` no such interface; `ENOBUFS`
     * no room for more; `ENOPROTOOPT` an IPv6 group on a `udp4` socket; `ERR_MISSING_ARGS`
     */
    addMembership(multicastAddress: string, multicastInterface?: string): void;
    /** As `addMembership()`, but only datagrams of `sourceAddress` are received. */
    addSourceSpecificMembership(sourceAddress: string, groupAddress: string, multicastInterface?: string): void;
    /** The bound address. @throws `EBADF` when the socket is not bound */
    address(): { address: string; family: string; port: number };
    /**
     * Binds, on a later tick, then emits `'listening'`; failure emits `'error'`: `EADDRINUSE`, `EADDRNOTAVAIL` (no
     * such local address), `EINVAL` (a link-local address without a zone), `EMFILE`, or that of a look-up.
     * `callback` listens to `'listening'`, once.
     * @throws `ERR_SOCKET_ALREADY_BOUND`, `ERR_SOCKET_BAD_PORT`
     */
    bind(port?: number, address?: string, callback?: () => void): this;
    bind(port?: number, callback?: () => void): this;
    bind(callback?: () => void): this;
    bind(options: BindOptions, callback?: () => void): this;
    /** Leaves all groups and frees the socket, after a bind that sends wait for. `callback` listens to `'close'`. */
    close(callback?: () => void): this;
    /**
     * From then on only `port` of `address` (default: this host) is sent to and heard, and an ICMP "port unreachable"
     * of it is an `'error'` with `ECONNREFUSED`. Failure goes to `callback`, else to `'error'`.
     * @throws `ERR_SOCKET_DGRAM_IS_CONNECTED`, `ERR_SOCKET_BAD_PORT`
     */
    connect(port: number, address?: string, callback?: () => void): void;
    connect(port: number, callback: () => void): void;
    /** @throws `ERR_SOCKET_DGRAM_NOT_CONNECTED` */
    disconnect(): void;
    /** Leaves a group. @throws `EADDRNOTAVAIL` not joined by this socket on this interface; `EINVAL` */
    dropMembership(multicastAddress: string, multicastInterface?: string): void;
    dropSourceSpecificMembership(sourceAddress: string, groupAddress: string, multicastInterface?: string): void;
    /** Bytes of payload that may wait for the program. @throws `ERR_SOCKET_BUFFER_SIZE` when not bound */
    getRecvBufferSize(): number;
    getSendBufferSize(): number;
    /** Bytes of the sends that wait for a bind or a look-up. */
    getSendQueueSize(): number;
    /** How many sends wait, at most 256. */
    getSendQueueCount(): number;
    /** A bound socket keeps the program running; this says so again after `unref()`. */
    ref(): this;
    /** The peer. @throws `ERR_SOCKET_DGRAM_NOT_CONNECTED` */
    remoteAddress(): { address: string; family: string; port: number };
    /**
     * Sends one datagram: text as UTF-8, a view's bytes, or the pieces of a list one after the other. `offset` and
     * `length` choose bytes of `msg`. `address` is an address or a host name (default: this host); a connected socket
     * takes neither port nor address. Binds a socket that is not bound.
     *
     * `callback` is called on a later tick with the bytes sent, or with an error: `EMSGSIZE` (more than 65,507 bytes
     * over IPv4, 65,487 over IPv6), `EACCES` (a broadcast address without `setBroadcast(true)`), `ENETUNREACH`,
     * `EINVAL` (an address of the other family; the one that the socket is bound to is not this host's any more),
     * `EHOSTUNREACH` (nobody has that address), `ENOBUFS`, `ENOMEM`, or that of a look-up.
     * @throws `ERR_INVALID_ARG_TYPE`, `ERR_SOCKET_BAD_PORT`, `ERR_BUFFER_OUT_OF_BOUNDS`,
     * `ERR_SOCKET_DGRAM_IS_CONNECTED`
     */
    send(
      msg: string | NodeJS.ArrayBufferView | readonly any[],
      port?: number,
      address?: string,
      callback?: (error: Error | null, bytes: number) => void,
    ): void;
    send(
      msg: string | NodeJS.ArrayBufferView | readonly any[],
      port?: number,
      callback?: (error: Error | null, bytes: number) => void,
    ): void;
    send(
      msg: string | NodeJS.ArrayBufferView | readonly any[],
      callback?: (error: Error | null, bytes: number) => void,
    ): void;
    send(
      msg: string | NodeJS.ArrayBufferView,
      offset: number,
      length: number,
      port?: number,
      address?: string,
      callback?: (error: Error | null, bytes: number) => void,
    ): void;
    send(
      msg: string | NodeJS.ArrayBufferView,
      offset: number,
      length: number,
      port?: number,
      callback?: (error: Error | null, bytes: number) => void,
    ): void;
    send(
      msg: string | NodeJS.ArrayBufferView,
      offset: number,
      length: number,
      callback?: (error: Error | null, bytes: number) => void,
    ): void;
    /** Allows datagrams to broadcast addresses; off at first. @throws `EBADF` when not bound */
    setBroadcast(flag: boolean): void;
    /**
     * The interface that multicast leaves by: IPv4 by its address, IPv6 as `::%name`; the unspecified address gives
     * the choice back to the system.
     * @throws `EINVAL` not such an address; `EADDRNOTAVAIL` no interface has it; `EBADF` when not bound
     */
    setMulticastInterface(multicastInterface: string): void;
    /** Whether this host's members get what the socket sends to a group; on at first. Returns `flag`. */
    setMulticastLoopback(flag: boolean): boolean;
    /** Hops that multicast may take, 0 to 255; 1 at first. Returns `ttl`. @throws `EINVAL`, `EBADF` */
    setMulticastTTL(ttl: number): number;
    /**
     * Bytes of payload that may wait for the program; what comes when they are used up is dropped.
     * @throws `ERR_SOCKET_BAD_BUFFER_SIZE` not a positive 32-bit integer; `ERR_SOCKET_BUFFER_SIZE` when not bound, or
     * beyond what the system takes
     */
    setRecvBufferSize(size: number): void;
    setSendBufferSize(size: number): void;
    /** Hops that unicast may take, 1 to 255; 64 at first. Returns `ttl`. @throws `EINVAL`, `EBADF` */
    setTTL(ttl: number): number;
    /** Lets the program end while the socket is bound. */
    unref(): this;
    /** Closes; resolves when it is closed, at once when it was before. */
    [Symbol.asyncDispose](): Promise<void>;

    addListener(event: string, listener: (...args: any[]) => void): this;
    addListener(event: 'close', listener: () => void): this;
    addListener(event: 'connect', listener: () => void): this;
    addListener(event: 'error', listener: (err: Error) => void): this;
    addListener(event: 'listening', listener: () => void): this;
    addListener(event: 'message', listener: (msg: Buffer, rinfo: RemoteInfo) => void): this;
    emit(event: string | symbol, ...args: any[]): boolean;
    emit(event: 'close'): boolean;
    emit(event: 'connect'): boolean;
    emit(event: 'error', err: Error): boolean;
    emit(event: 'listening'): boolean;
    emit(event: 'message', msg: Buffer, rinfo: RemoteInfo): boolean;
    on(event: string, listener: (...args: any[]) => void): this;
    on(event: 'close', listener: () => void): this;
    on(event: 'connect', listener: () => void): this;
    on(event: 'error', listener: (err: Error) => void): this;
    on(event: 'listening', listener: () => void): this;
    on(event: 'message', listener: (msg: Buffer, rinfo: RemoteInfo) => void): this;
    once(event: string, listener: (...args: any[]) => void): this;
    once(event: 'close', listener: () => void): this;
    once(event: 'connect', listener: () => void): this;
    once(event: 'error', listener: (err: Error) => void): this;
    once(event: 'listening', listener: () => void): this;
    once(event: 'message', listener: (msg: Buffer, rinfo: RemoteInfo) => void): this;
    prependListener(event: string, listener: (...args: any[]) => void): this;
    prependListener(event: 'close', listener: () => void): this;
    prependListener(event: 'connect', listener: () => void): this;
    prependListener(event: 'error', listener: (err: Error) => void): this;
    prependListener(event: 'listening', listener: () => void): this;
    prependListener(event: 'message', listener: (msg: Buffer, rinfo: RemoteInfo) => void): this;
    prependOnceListener(event: string, listener: (...args: any[]) => void): this;
    prependOnceListener(event: 'close', listener: () => void): this;
    prependOnceListener(event: 'connect', listener: () => void): this;
    prependOnceListener(event: 'error', listener: (err: Error) => void): this;
    prependOnceListener(event: 'listening', listener: () => void): this;
    prependOnceListener(event: 'message', listener: (msg: Buffer, rinfo: RemoteInfo) => void): this;
  }
}

declare module 'node:dgram' {
  export * from 'dgram';
}
