/** Node 18's `net`: addresses and block lists. A device has no TCP: what makes a socket of it says so. */
import { errors, validateInteger, validateObject, validatePort, validateString } from '#internal/validators';
import ip = require('./internal/ip');
import refusals = require('./internal/unavailable');

const { formatIPv6, parseIPv4, parseIPv6 } = ip;
const { unavailable } = refusals;

type Family = 'ipv4' | 'ipv6';

const zone = /%[0-9a-zA-Z\-.:]+$/;

const isIPv4 = (input: unknown): boolean => parseIPv4(String(input)) !== undefined;
const isIPv6 = (input: unknown): boolean => parseIPv6(String(input).replace(zone, '')) !== undefined;
const isIP = (input: unknown): 0 | 4 | 6 => (isIPv4(input) ? 4 : isIPv6(input) ? 6 : 0);

/** Eight 16-bit words of an address of either family: IPv4 as IPv6 maps it. */
function wordsOf(address: string, family: Family): number[] {
  const words = family === 'ipv6' ? parseIPv6(address.replace(zone, '')) : undefined;
  if (words !== undefined) return words;
  const bytes = family === 'ipv4' ? parseIPv4(address) : undefined;
  if (bytes === undefined) throw errors().addCode(new Error('Invalid address'), 'ERR_INVALID_ADDRESS');
  return [0, 0, 0, 0, 0, 0xffff, bytes[0] * 256 + bytes[1], bytes[2] * 256 + bytes[3]];
}

function compareWords(a: number[], b: number[]): number {
  for (let i = 0; i < 8; i++) if (a[i] !== b[i]) return a[i] - b[i];
  return 0;
}

const isMapped = (words: number[]): boolean => words.slice(0, 5).every((word) => word === 0) && words[5] === 0xffff;

function checkFamily(family: unknown, name: string): Family {
  validateString(family, name);
  const lower = family.toLowerCase();
  if (lower !== 'ipv4' && lower !== 'ipv6') throw errors().ERR_INVALID_ARG_VALUE(name, family);
  return lower;
}

const familyName = (family: Family): string => (family === 'ipv4' ? 'IPv4' : 'IPv6');

interface SocketAddressOptions {
  address?: string;
  family?: string;
  port?: number | string;
  flowlabel?: number;
}

class SocketAddress {
  readonly address: string;
  readonly family: Family;
  readonly port: number;
  readonly flowlabel: number;

  constructor(options: SocketAddressOptions = {}) {
    validateObject(options, 'options');
    this.family = checkFamily(options.family ?? 'ipv4', 'options.family');
    const address = options.address ?? (this.family === 'ipv4' ? '127.0.0.1' : '::');
    validateString(address, 'options.address');
    const words = wordsOf(address, this.family);
    this.address = this.family === 'ipv4' ? address : isMapped(words) ? address : formatIPv6(words);
    this.port = validatePort(options.port ?? 0);
    const flowlabel = options.flowlabel ?? 0;
    validateInteger(flowlabel, 'options.flowlabel', 0, 0xfffff);
    this.flowlabel = flowlabel;
  }

  static isSocketAddress(value: unknown): value is SocketAddress {
    return value instanceof SocketAddress;
  }
}

interface Rule {
  text: string;
  family: Family;
  first: number[];
  last: number[];
}

/** The address and family of addAddress() and the others: a SocketAddress has its own. */
function given(address: unknown, family: unknown, name: string): { address: string; family: Family; words: number[] } {
  if (address instanceof SocketAddress)
    return { address: address.address, family: address.family, words: wordsOf(address.address, address.family) };
  validateString(address, name);
  const checked = checkFamily(family, 'family');
  return { address, family: checked, words: wordsOf(address, checked) };
}

const ruleLists = new WeakMap<object, Rule[]>();

class BlockList {
  constructor() {
    ruleLists.set(this, []);
  }

  static isBlockList(value: unknown): value is BlockList {
    return ruleLists.has(Object(value) as object);
  }

  addAddress(address: string | SocketAddress, family: string = 'ipv4'): void {
    const one = given(address, family, 'address');
    const text = `Address: ${familyName(one.family)} ${one.address}`;
    ruleLists.get(this)!.unshift({ text, family: one.family, first: one.words, last: one.words });
  }

  addRange(start: string | SocketAddress, end: string | SocketAddress, family: string = 'ipv4'): void {
    const first = given(start, family, 'start');
    const last = given(end, family, 'end');
    if (compareWords(first.words, last.words) > 0)
      throw errors().ERR_INVALID_ARG_VALUE('start', start, 'must come before end');
    const text = `Range: ${familyName(first.family)} ${first.address}-${last.address}`;
    ruleLists.get(this)!.unshift({ text, family: first.family, first: first.words, last: last.words });
  }

  addSubnet(network: string | SocketAddress, prefix: number, family: string = 'ipv4'): void {
    const net = given(network, family, 'network');
    validateInteger(prefix, 'prefix', 0, net.family === 'ipv4' ? 32 : 128);
    const bits = net.family === 'ipv4' ? prefix + 96 : prefix;
    const bound = (fill: number): number[] =>
      net.words.map((word, i) => {
        const prefixBits = Math.max(0, Math.min(16, bits - 16 * i));
        const mask = (0xffff << (16 - prefixBits)) & 0xffff;
        return (word & mask) | (fill & ~mask & 0xffff);
      });
    const text = `Subnet: ${familyName(net.family)} ${net.address}/${prefix}`;
    ruleLists.get(this)!.unshift({ text, family: net.family, first: bound(0), last: bound(0xffff) });
  }

  check(address: string | SocketAddress, family: string = 'ipv4'): boolean {
    if (!(address instanceof SocketAddress)) {
      validateString(address, 'address');
      const checked = checkFamily(family, 'family');
      const known = checked === 'ipv4' ? isIPv4(address) : isIPv6(address);
      if (!known) return false;
    }
    const { words } = given(address, family, 'address');
    return ruleLists
      .get(this)!
      .some((rule) => compareWords(rule.first, words) <= 0 && compareWords(words, rule.last) <= 0);
  }

  get rules(): string[] {
    return ruleLists.get(this)!.map((rule) => rule.text);
  }
}

const instead = "A device has UDP sockets alone: require('dgram').";

export = {
  isIP,
  isIPv4,
  isIPv6,
  BlockList,
  SocketAddress,
  connect: unavailable('net.connect', instead),
  createConnection: unavailable('net.createConnection', instead),
  createServer: unavailable('net.createServer', instead),
  Socket: unavailable('net.Socket', instead),
  Stream: unavailable('net.Stream', instead),
  Server: unavailable('net.Server', instead),
};
