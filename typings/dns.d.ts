/**
 * `dns`: host names to addresses, with the API of Node 18 as far as `lookup()`, `resolve4()` and `resolve6()` go.
 * There is one resolver: what `setServers()` sets is what `lookup()` asks (in Node it asks the system). Without a
 * server a name other than `localhost` fails with `EAI_AGAIN`. `reverse()`, `Resolver` and the other `resolve*()`
 * are not there. Answers come by UDP, at most four addresses of each; what they hold is remembered as long as the
 * server says, at most five minutes, for the last 8 names of up to 64 bytes. `setServers()` forgets it.
 */
declare module 'dns' {
  /** Accepted in `hints`; they change nothing. */
  export const ADDRCONFIG: number;
  export const V4MAPPED: number;
  export const ALL: number;

  export interface LookupOptions {
    /** 4, 6, or 0 for both. */
    family?: number | 'IPv4' | 'IPv6' | undefined;
    hints?: number | undefined;
    /** Gives all addresses, at most four, as a list. */
    all?: boolean | undefined;
    /** false puts IPv4 before IPv6. */
    verbatim?: boolean | undefined;
  }
  export interface LookupOneOptions extends LookupOptions {
    all?: false | undefined;
  }
  export interface LookupAllOptions extends LookupOptions {
    all: true;
  }
  export interface LookupAddress {
    address: string;
    /** 4 or 6. */
    family: number;
  }

  /**
   * Looks `hostname` up and calls back on a later turn. A literal address comes back as it is, whatever the family;
   * `localhost` and names below it need no server. Errors have `code`, `errno`, `syscall` ('getaddrinfo') and
   * `hostname`: `ENOTFOUND`, `EAI_AGAIN` (no server, no answer, or more than 96 names wait to be asked for),
   * `EAI_MEMORY`, `EINVAL` (a name of more than 253 bytes).
   * @throws `ERR_INVALID_ARG_TYPE`, `ERR_INVALID_ARG_VALUE`
   */
  export function lookup(
    hostname: string,
    family: number,
    callback: (err: NodeJS.ErrnoException | null, address: string, family: number) => void,
  ): void;
  export function lookup(
    hostname: string,
    options: LookupOneOptions,
    callback: (err: NodeJS.ErrnoException | null, address: string, family: number) => void,
  ): void;
  export function lookup(
    hostname: string,
    options: LookupAllOptions,
    callback: (err: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
  ): void;
  export function lookup(
    hostname: string,
    options: LookupOptions,
    callback: (err: NodeJS.ErrnoException | null, address: string | LookupAddress[], family: number) => void,
  ): void;
  export function lookup(
    hostname: string,
    callback: (err: NodeJS.ErrnoException | null, address: string, family: number) => void,
  ): void;

  export interface ResolveOptions {
    ttl: boolean;
  }
  export interface RecordWithTtl {
    address: string;
    /** Seconds. */
    ttl: number;
  }

  /**
   * The addresses of one family that `hostname` has. Errors have `code`, `syscall` ('queryA', 'queryAaaa') and
   * `hostname`: `ENOTFOUND`, `ENODATA`, `ETIMEOUT` (no useful answer), `ECONNREFUSED` (no server), `EBADNAME`,
   * `ENOMEM`.
   * @throws `ERR_INVALID_ARG_TYPE`
   */
  export function resolve4(
    hostname: string,
    callback: (err: NodeJS.ErrnoException | null, addresses: string[]) => void,
  ): void;
  export function resolve4(
    hostname: string,
    options: ResolveOptions,
    callback: (err: NodeJS.ErrnoException | null, addresses: RecordWithTtl[]) => void,
  ): void;
  export function resolve6(
    hostname: string,
    callback: (err: NodeJS.ErrnoException | null, addresses: string[]) => void,
  ): void;
  export function resolve6(
    hostname: string,
    options: ResolveOptions,
    callback: (err: NodeJS.ErrnoException | null, addresses: RecordWithTtl[]) => void,
  ): void;

  /**
   * Replaces the name servers: at most two addresses, with or without a port ('1.2.3.4:5353', '[::1]:5353'). What was
   * looked up before is forgotten, and what DHCP says of name servers counts no more.
   * @throws `ERR_INVALID_IP_ADDRESS`, `ERR_SOCKET_BAD_PORT`, `ERR_OUT_OF_RANGE` (more than two)
   */
  export function setServers(servers: readonly string[]): void;
  export function getServers(): string[];

  /** The order of `lookup()`'s addresses where `verbatim` is not given: 'verbatim' at first. */
  export function setDefaultResultOrder(order: 'ipv4first' | 'verbatim'): void;
  export function getDefaultResultOrder(): 'ipv4first' | 'verbatim';

  export const NODATA: 'ENODATA';
  export const FORMERR: 'EFORMERR';
  export const SERVFAIL: 'ESERVFAIL';
  export const NOTFOUND: 'ENOTFOUND';
  export const NOTIMP: 'ENOTIMP';
  export const REFUSED: 'EREFUSED';
  export const BADQUERY: 'EBADQUERY';
  export const BADNAME: 'EBADNAME';
  export const BADFAMILY: 'EBADFAMILY';
  export const BADRESP: 'EBADRESP';
  export const CONNREFUSED: 'ECONNREFUSED';
  export const TIMEOUT: 'ETIMEOUT';
  export const EOF: 'EOF';
  export const FILE: 'EFILE';
  export const NOMEM: 'ENOMEM';
  export const DESTRUCTION: 'EDESTRUCTION';
  export const BADSTR: 'EBADSTR';
  export const BADFLAGS: 'EBADFLAGS';
  export const NONAME: 'ENONAME';
  export const BADHINTS: 'EBADHINTS';
  export const NOTINITIALIZED: 'ENOTINITIALIZED';
  export const LOADIPHLPAPI: 'ELOADIPHLPAPI';
  export const ADDRGETNETWORKPARAMS: 'EADDRGETNETWORKPARAMS';
  export const CANCELLED: 'ECANCELLED';

  /** The same with promises. */
  export namespace promises {
    /** Rejects with what `dns.lookup()` throws or calls back with. */
    function lookup(hostname: string, family: number): Promise<LookupAddress>;
    function lookup(hostname: string, options: LookupOneOptions): Promise<LookupAddress>;
    function lookup(hostname: string, options: LookupAllOptions): Promise<LookupAddress[]>;
    function lookup(hostname: string, options: LookupOptions): Promise<LookupAddress | LookupAddress[]>;
    function lookup(hostname: string): Promise<LookupAddress>;
    function resolve4(hostname: string): Promise<string[]>;
    function resolve4(hostname: string, options: ResolveOptions): Promise<RecordWithTtl[]>;
    function resolve6(hostname: string): Promise<string[]>;
    function resolve6(hostname: string, options: ResolveOptions): Promise<RecordWithTtl[]>;
    function setServers(servers: readonly string[]): void;
    function getServers(): string[];
    function setDefaultResultOrder(order: 'ipv4first' | 'verbatim'): void;
    function getDefaultResultOrder(): 'ipv4first' | 'verbatim';
  }
}

declare module 'node:dns' {
  export * from 'dns';
}
declare module 'dns/promises' {
  import { promises } from 'dns';
  export = promises;
}
declare module 'node:dns/promises' {
  import { promises } from 'dns';
  export = promises;
}
