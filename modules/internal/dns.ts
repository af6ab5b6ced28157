/**
 * Look-ups behind `dns` and `dgram`, apart from the public module, which `dgram` does not load: it only wants to know
 * whether somebody has put another function in `dns.lookup`.
 */
import { errors, validateBoolean, validateFunction, validateNumber, validateOneOf, validateString } from './validators';

const binding = native('dns');
/* Not the global process: loading that module takes memory, which a program that only has sockets keeps. */
const ticks = native('process');

/* Numbers of core/errors.h; a name's longest text, in bytes. */
const EINVAL = -22;
const EAI_NONAME = -3008;
const NAME_MAX = 253;

export interface LookupOptions {
  family?: number | 'IPv4' | 'IPv6';
  hints?: number;
  all?: boolean;
  verbatim?: boolean;
}
export interface LookupAddress {
  address: string;
  family: number;
}
export type LookupCallback = (error: Error | null, address?: string | LookupAddress[], family?: number) => void;

/** getaddrinfo()'s flags, with Linux's numbers; they choose nothing here: one resolver serves both families. */
export const ADDRCONFIG = 0x20;
export const V4MAPPED = 0x08;
export const ALL = 0x10;

export const isIP = binding.isIP;

/** dns.lookup: lookup() below, or what a program has assigned in its place. */
export let current: (...args: any[]) => object = lookup;

/** dgram then asks script about each address, literal ones too. */
export function replaceLookup(replacement: (...args: any[]) => object): void {
  current = replacement;
  binding.setReplaced(replacement !== lookup);
}

/* For which socket lookup() is called, 0 for none: each has its share of what can be asked for at a time. */
let asker = 0;

/** Calls a form of dns.lookup() for the socket of that number. */
export function lookupFor(
  socket: number,
  ask: (host: string, family: 4 | 6, done: any) => void,
  host: string,
  family: 4 | 6,
  done: unknown,
): void {
  asker = socket;
  try {
    ask(host, family, done);
  } finally {
    asker = 0;
  }
}

let verbatim = true;

/** 'verbatim' keeps the resolver's order, 'ipv4first' puts IPv4 before IPv6. */
export function setDefaultResultOrder(order: unknown): void {
  validateOneOf(order, 'dnsOrder', ['verbatim', 'ipv4first']);
  verbatim = order === 'verbatim';
}

export function getDefaultResultOrder(): 'verbatim' | 'ipv4first' {
  return verbatim ? 'verbatim' : 'ipv4first';
}

function familyNumber(family: unknown, name: string): 0 | 4 | 6 {
  if (family === 'IPv4') return 4;
  if (family === 'IPv6') return 6;
  validateOneOf(family, name, [0, 4, 6]);
  return family as 0 | 4 | 6;
}

function validateHints(hints: unknown): void {
  validateNumber(hints, 'options.hints');
  if ((hints & ~(ADDRCONFIG | V4MAPPED | ALL)) !== 0) throw errors().ERR_INVALID_ARG_VALUE('hints', hints);
}

function answer(callback: LookupCallback, all: boolean, list: LookupAddress[]): void {
  if (all) callback(null, list);
  else callback(null, list[0].address, list[0].family);
}

function answerNothing(callback: LookupCallback, all: boolean, family: number): void {
  if (all) callback(null, []);
  else callback(null, null as unknown as undefined, family === 6 ? 6 : 4);
}

function ipv4First(a: LookupAddress, b: LookupAddress): number {
  return a.family - b.family;
}

function fail(callback: LookupCallback, error: Error): void {
  callback(error);
}

/** dns.lookup(hostname[, options | family], callback); the callback is never called on this stack. */
export function lookup(hostname: unknown, options: unknown, callback?: unknown): object {
  let family: 0 | 4 | 6 = 0;
  let all = false;
  let asIs = verbatim;
  if (hostname) validateString(hostname, 'hostname');
  if (typeof options === 'function') {
    callback = options;
  } else if (typeof options === 'number') {
    validateFunction(callback, 'callback');
    family = familyNumber(options, 'family');
  } else if (options !== undefined && typeof options !== 'object') {
    validateFunction(arguments.length === 2 ? options : callback, 'callback');
    throw errors().ERR_INVALID_ARG_TYPE('options', ['integer', 'object'], options);
  } else {
    validateFunction(callback, 'callback');
    const given: LookupOptions = options || {};
    if (given.hints != null) validateHints(given.hints);
    if (given.family != null) family = familyNumber(given.family, 'options.family');
    if (given.all != null) {
      validateBoolean(given.all, 'options.all');
      all = given.all;
    }
    if (given.verbatim != null) {
      validateBoolean(given.verbatim, 'options.verbatim');
      asIs = given.verbatim;
    }
  }
  const done = callback as LookupCallback;
  if (!hostname) {
    ticks.nextTick(answerNothing, done, all, family);
    return {};
  }
  const name = hostname as string;
  const literal = isIP(name);
  if (literal !== 0) {
    ticks.nextTick(answer, done, all, [{ address: name, family: literal }]);
    return {};
  }
  const answered = function (status: number, addresses: string[]): void {
    if (status !== 0 || addresses.length === 0) {
      done(errors().dnsException(status || EAI_NONAME, 'getaddrinfo', name));
      return;
    }
    const list = addresses.map(function (address) {
      return { address: address, family: isIP(address) as number };
    });
    if (!asIs) list.sort(ipv4First);
    answer(done, all, list);
  };
  const code = binding.lookup(name, family, answered, asker);
  if (code !== 0) {
    /* EINVAL is a text that cannot be a host name: one that nobody has, to getaddrinfo(), unless it is too long. */
    const reported = code === EINVAL && name.length <= NAME_MAX ? EAI_NONAME : code;
    ticks.nextTick(fail, done, errors().dnsException(reported, 'getaddrinfo', name));
  }
  return {};
}
