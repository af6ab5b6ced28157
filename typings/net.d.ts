/**
 * `net`, with the API of Node 18, of which a device has the functions of addresses. A library module: it is in the
 * image of an app that requires it.
 *
 * Differences from Node: no TCP. `connect`, `createConnection`, `createServer`, `Socket` and `Server` refuse by their
 * name when they are called.
 */
declare module 'net' {
  type IPVersion = 'ipv4' | 'ipv6';

  /** 4, 6, or 0 for what is no address. */
  function isIP(input: string): number;
  function isIPv4(input: string): boolean;
  function isIPv6(input: string): boolean;

  interface SocketAddressInitOptions {
    address?: string | undefined;
    family?: IPVersion | undefined;
    flowlabel?: number | undefined;
    port?: number | undefined;
  }
  class SocketAddress {
    constructor(options: SocketAddressInitOptions);
    readonly address: string;
    readonly family: IPVersion;
    readonly port: number;
    readonly flowlabel: number;
  }
  class BlockList {
    addAddress(address: string, type?: IPVersion): void;
    addAddress(address: SocketAddress): void;
    addRange(start: string, end: string, type?: IPVersion): void;
    addRange(start: SocketAddress, end: SocketAddress): void;
    addSubnet(net: SocketAddress, prefix: number): void;
    addSubnet(net: string, prefix: number, type?: IPVersion): void;
    check(address: SocketAddress): boolean;
    check(address: string, type?: IPVersion): boolean;
    rules: readonly string[];
  }
}
declare module 'node:net' {
  export * from 'net';
}
