/** What `dgram` shares with the tests of its inside: the key of a socket's private record, and handles. */
import resolver = require('./dns');
import { errors, isInt32, validateFunction } from './validators';
import type { UdpHandle } from '../../typings/native/dgram';

export { UdpHandle };

export type LookupDone = (error: Error | null, address?: string) => void;
export type HostLookup = (hostname: string, family: 4 | 6, done: LookupDone) => void;

type HandleLookup = (address: string | null | undefined, done: LookupDone) => void;

/** A native handle with what script adds to it. lookup, bind, connect and send may be replaced on an instance. */
export interface Handle extends UdpHandle {
  owner: object | undefined;
  lookup: HandleLookup;
  /** lookup and send are as they were made: a send to a literal address needs no script. */
  plain: boolean;
  _lookup: HandleLookup;
}

export const kStateSymbol = Symbol('state symbol');

export const binding = native('dgram');
export const UDP = binding.UDP;

const EINVAL = -22;

/* What replaces lookup or send on a handle must be asked from then on: no short way past it. */
(['lookup', 'send'] as Array<'lookup' | 'send'>).forEach(function (name) {
  const prototype = UDP.prototype as any;
  const slot = '_' + name;
  prototype[slot] = prototype[name];
  Object.defineProperty(prototype, name, {
    get: function (this: any) {
      return this[slot];
    },
    set: function (this: any, replacement: unknown) {
      this[slot] = replacement;
      this.plain = false;
      this.setDirect(0);
    },
    configurable: true,
  });
});

/* TypeScript's ES2020 lib has no asyncDispose, and neither engine has it. */
const symbols = Symbol as unknown as { asyncDispose: symbol };
if (symbols.asyncDispose === undefined) {
  Object.defineProperty(Symbol, 'asyncDispose', { value: Symbol('Symbol.asyncDispose') });
}
export const asyncDispose = symbols.asyncDispose;

/* Sockets that have looked something up. */
let askers = 0;

function ask(handle: any, lookup: HostLookup, host: string, family: 4 | 6, done: LookupDone): void {
  if (handle.asker === undefined) handle.asker = ++askers;
  resolver.lookupFor(handle.asker, lookup, host, family, done);
}

function lookup4(this: Handle, address: string | null | undefined, done: LookupDone): void {
  ask(this, resolver.current, address || '127.0.0.1', 4, done);
}

function lookup6(this: Handle, address: string | null | undefined, done: LookupDone): void {
  ask(this, resolver.current, address || '::1', 6, done);
}

/**
 * A handle that is not open yet. Without a lookup of its own it uses dns.lookup: the one in force now when somebody
 * has replaced it, else whichever is in force at each call.
 */
export function newHandle(type: unknown, lookup?: unknown): Handle {
  if (lookup === undefined) {
    if (resolver.current !== resolver.lookup) lookup = resolver.current;
  } else {
    validateFunction(lookup, 'lookup');
  }
  if (type !== 'udp4' && type !== 'udp6') {
    throw errors().addCode(
      new TypeError('Bad socket type specified. Valid types are: udp4, udp6'),
      'ERR_SOCKET_BAD_TYPE',
    );
  }
  const family = type === 'udp4' ? 4 : 6;
  const handle = new UDP(family) as Handle;
  handle.plain = lookup === undefined;
  if (lookup === undefined) {
    handle._lookup = family === 4 ? lookup4 : lookup6;
  } else {
    handle._lookup = function (address, done) {
      ask(this, lookup as HostLookup, address || (family === 4 ? '127.0.0.1' : '::1'), family, done);
    };
  }
  return handle;
}

/** A handle, bound when port or address is given, or a negative code. There are no descriptors: fd gives EINVAL. */
export function _createSocketHandle(
  address: string | null | undefined,
  port: number | null | undefined,
  addressType: unknown,
  fd?: unknown,
  flags?: number,
): Handle | number {
  const handle = newHandle(addressType);
  const any = addressType === 'udp4' ? '0.0.0.0' : '::';
  let code = 0;
  if (isInt32(fd) && fd > 0) code = EINVAL;
  else if (port || address) code = handle.bind(address || any, port || 0, flags || 0);
  if (code === 0) return handle;
  handle.close();
  return code;
}
