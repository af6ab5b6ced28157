/**
 * Node 18's `buffer`: Buffer is a Uint8Array whose prototype is Buffer.prototype. Bytes and text are native
 * code's work (runtime/bindings/buffer.c), arguments and errors are done here.
 */
import type { NodeError } from './internal/errors';
import {
  errors,
  isAnyArrayBuffer,
  isArrayBufferView,
  isInteger,
  isUint8Array,
  validateArray,
  validateInteger,
  validateNumber,
} from './internal/validators';

declare const process: { emitWarning(message: string, type: string, code: string): void };

type Encoding = string | null;

/** Buffer as the built-in modules see it; app authors have typings/buffer.d.ts. */
type Order = 'LE' | 'BE';
type Whole = 'UInt' | 'Uint' | 'Int';
/** Kinds of numbers, by how their methods are called: of one width, of any, BigInts. */
type Fixed = `${Whole}8` | `${`${Whole}${16 | 32}` | 'Float' | 'Double'}${Order}`;
type Sized = `${Whole}${Order}`;
type Big = `Big${Whole}64${Order}`;
type Numbers = { [name in `read${Fixed}`]: (offset?: number) => number } & {
  [name in `read${Sized}`]: (offset: number, size: number) => number;
} & { [name in `read${Big}`]: (offset?: number) => bigint } & {
  [name in `write${Fixed}`]: (value: number, offset?: number) => number;
} & { [name in `write${Sized}`]: (value: number, offset: number, size: number) => number } & {
  [name in `write${Big}`]: (value: bigint, offset?: number) => number;
};

/* `any` are arguments that a method checks itself. */
export interface Buffer extends Uint8Array<ArrayBuffer>, Numbers {
  toString(encoding?: Encoding, start?: number, end?: number): string;
  subarray(start?: number, end?: number): Buffer;
  slice(start?: number, end?: number): Buffer;
  equals(other: Uint8Array): boolean;
  copy(target: Uint8Array, targetStart?: number, sourceStart?: number, sourceEnd?: number): number;
  write(text: string, ...rest: any[]): number;
  compare(other: Uint8Array, start?: number, end?: number, ownStart?: number, ownEnd?: number): -1 | 0 | 1;
  toJSON(): { type: 'Buffer'; data: number[] };
  fill(value: any, offset?: any, end?: any, encoding?: Encoding): this;
  indexOf(value: any, from?: any, encoding?: Encoding): number;
  lastIndexOf(value: any, from?: any, encoding?: Encoding): number;
  includes(value: any, from?: any, encoding?: Encoding): boolean;
  swap16(): this;
  swap32(): this;
  swap64(): this;
}

interface BufferStatic {
  (value: any, encodingOrOffset?: any, length?: number): Buffer;
  new (value: any, encodingOrOffset?: any, length?: number): Buffer;
  prototype: Buffer;
  poolSize: number;
  from(value: any, encodingOrOffset?: any, length?: number): Buffer;
  of(...bytes: number[]): Buffer;
  alloc(size: number, fill?: any, encoding?: Encoding): Buffer;
  allocUnsafe(size: number): Buffer;
  allocUnsafeSlow(size: number): Buffer;
  concat(list: readonly Uint8Array[], totalLength?: number): Buffer;
  compare(a: Uint8Array, b: Uint8Array): -1 | 0 | 1;
  isBuffer(value: unknown): value is Buffer;
  isEncoding(name: unknown): boolean;
  byteLength(value: any, encoding?: Encoding): number;
}

const binding = native('buffer');

const UTF8 = 0;
const UTF16LE = 1;
const HEX = 6;
const encodings: { [name: string]: number } = {
  utf8: UTF8,
  'utf-8': UTF8,
  utf16le: UTF16LE,
  'utf-16le': UTF16LE,
  ucs2: UTF16LE,
  'ucs-2': UTF16LE,
  latin1: 2,
  binary: 2,
  ascii: 3,
  base64: 4,
  base64url: 5,
  hex: HEX,
};
Object.setPrototypeOf(encodings, null);

const byteTypes = ['Buffer', 'Uint8Array'];
const viewTypes = ['Buffer', 'TypedArray', 'DataView'];

export const kMaxLength = 0x7fffffff;
export const kStringMaxLength = 0x1fffffe8;
export const constants = { MAX_LENGTH: kMaxLength, MAX_STRING_LENGTH: kStringMaxLength };

/** Native code's number of the encoding; undefined when there is none of that name. */
function encodingNumber(name: string): number | undefined {
  const known = encodings[name];
  return known === undefined ? encodings[name.toLowerCase()] : known;
}

/** What is not a non-empty string means utf8; an unknown name throws. */
function encodingOf(name: unknown): number {
  if (name === undefined || name === 'utf8' || name === null || name === '') return UTF8;
  const known = encodingNumber(String(name));
  if (known === undefined) throw errors().ERR_UNKNOWN_ENCODING(name);
  return known;
}

function boundsError(value: unknown, limit: number, name?: string): NodeError {
  if (Math.floor(value as number) !== value) {
    validateNumber(value, name || 'offset');
    return errors().ERR_OUT_OF_RANGE(name || 'offset', 'an integer', value);
  }
  if (limit < 0) return errors().ERR_BUFFER_OUT_OF_BOUNDS();
  return errors().ERR_OUT_OF_RANGE(name || 'offset', '>= ' + (name ? 1 : 0) + ' and <= ' + limit, value);
}

function rangeOf(size: number, signed: boolean, suffix: string): string {
  const bits = size * 8;
  if (size > 4) {
    const two = '2' + suffix + ' ** ' + (signed ? bits - 1 : bits) + suffix;
    return '>= ' + (signed ? '-(' + two + ')' : '0' + suffix) + ' and < ' + two;
  }
  const max = Math.pow(2, signed ? bits - 1 : bits);
  return '>= ' + (signed ? -max : 0) + ' and <= ' + (max - 1);
}

function fail(buffer: Uint8Array, size: number, flags: number, offset: unknown, value: any): never {
  if (size === 0) {
    if (value === undefined) throw errors().ERR_INVALID_ARG_TYPE('offset', 'number', value);
    throw boundsError(offset, 6, 'byteLength');
  }
  if (!isUint8Array(buffer)) throw errors().ERR_INVALID_ARG_TYPE('this', byteTypes, buffer);
  const signed = (flags & 2) !== 0;
  if ((flags & 12) === 8) {
    const half = Math.pow(2, size * 8 - 1);
    if (value > (signed ? half - 1 : 2 * half - 1) || value < (signed ? -half : 0))
      throw errors().ERR_OUT_OF_RANGE('value', rangeOf(size, signed, ''), value);
  }
  throw boundsError(offset === undefined ? 0 : offset, buffer.length - size);
}

/* `new Buffer(...)`, and what inherited Uint8Array methods make through Symbol.species, see below. */
let warned = false;
export const Buffer = function (value: any, encodingOrOffset?: any, length?: number): Buffer {
  if (!warned) {
    warned = true;
    process.emitWarning(
      'Buffer() is deprecated due to security and usability issues. Please use the ' +
        'Buffer.alloc(), Buffer.allocUnsafe(), or Buffer.from() methods instead.',
      'DeprecationWarning',
      'DEP0005',
    );
  }
  if (typeof value !== 'number') return Buffer.from(value, encodingOrOffset, length);
  if (typeof encodingOrOffset === 'string') throw errors().ERR_INVALID_ARG_TYPE('string', 'string', value);
  return Buffer.alloc(value);
} as BufferStatic;

const proto: any = Object.create(Uint8Array.prototype);
Object.setPrototypeOf(Buffer, Uint8Array);
(Buffer as { prototype: unknown }).prototype = proto;
Object.defineProperty(proto, 'constructor', { value: Buffer, writable: true, configurable: true });
Object.defineProperty(Buffer, 'name', { value: 'Buffer', configurable: true });
binding.setup(proto, fail);

/** What map, filter and the like of Uint8Array make a Buffer with; called without new too. */
function Species(source: any, offset?: number, length?: number): Buffer {
  return Object.setPrototypeOf(
    typeof source === 'number' ? new Uint8Array(source) : new Uint8Array(source, offset, length),
    proto,
  );
}
Species.prototype = proto;
Object.defineProperty(Buffer, Symbol.species, {
  get: function () {
    return Species;
  },
  configurable: true,
});

Buffer.poolSize = 8192;

function create(size: unknown): Buffer {
  validateNumber(size, 'size');
  if (!(size >= 0 && size <= kMaxLength)) throw errors().ERR_INVALID_ARG_VALUE('size', size, undefined, RangeError);
  return binding.create(size) as Buffer;
}

Buffer.alloc = function (size, fill, encoding) {
  const buffer = create(size);
  if (fill === undefined || fill === 0 || buffer.length === 0) return buffer;
  return fillRange(buffer, fill, 0, buffer.length, encoding);
};
Buffer.allocUnsafe = Buffer.allocUnsafeSlow = create;

/** Deprecated in Node too: a Buffer that is not of the pool, as none is here. */
export function SlowBuffer(length: number): Buffer {
  return create(length);
}

function fromArrayBuffer(bytes: ArrayBuffer, offset: any, length: any): Buffer {
  const from = offset === undefined ? 0 : +offset || 0;
  const room = bytes.byteLength - from;
  if (room < 0) throw errors().ERR_BUFFER_OUT_OF_BOUNDS('offset');
  let size = room;
  if (length !== undefined) {
    size = +length > 0 ? +length : 0;
    if (size > room) throw errors().ERR_BUFFER_OUT_OF_BOUNDS('length');
  }
  return Species(bytes, from, size);
}

function fromArrayLike(list: ArrayLike<number>): Buffer {
  const length = list.length > 0 ? list.length : 0;
  const buffer = create(length);
  if (isUint8Array(list)) binding.copy(list, buffer, 0, 0, length);
  else for (let i = 0; i < length; i++) buffer[i] = list[i];
  return buffer;
}

Buffer.from = function (value: any, encodingOrOffset?: any, length?: number): Buffer {
  if (typeof value === 'string') {
    const encoding = typeof encodingOrOffset === 'string' ? encodingOf(encodingOrOffset) : UTF8;
    return binding.fromText(value, encoding) as Buffer;
  }
  if (typeof value === 'object' && value !== null) {
    if (isAnyArrayBuffer(value)) return fromArrayBuffer(value, encodingOrOffset, length);
    const inner = value.valueOf && value.valueOf();
    if (inner != null && inner !== value && (typeof inner === 'string' || typeof inner === 'object'))
      return Buffer.from(inner, encodingOrOffset, length);
    if (value.length !== undefined || isAnyArrayBuffer(value.buffer))
      return typeof value.length === 'number' ? fromArrayLike(value) : create(0);
    if (value.type === 'Buffer' && Array.isArray(value.data)) return fromArrayLike(value.data);
    if (typeof value[Symbol.toPrimitive] === 'function') {
      const text = value[Symbol.toPrimitive]('string');
      if (typeof text === 'string') return Buffer.from(text, encodingOrOffset);
    }
  }
  throw errors().ERR_INVALID_ARG_TYPE(
    'first argument',
    ['string', 'Buffer', 'ArrayBuffer', 'Array', 'Array-like Object'],
    value,
  );
};

Buffer.of = function () {
  return fromArrayLike(arguments as any);
};

Buffer.concat = function (list, totalLength) {
  validateArray(list, 'list');
  let length = totalLength!;
  if (length === undefined) {
    length = 0;
    for (let i = 0; i < list.length; i++) length += (list[i] && list[i].length) || 0;
  } else {
    validateInteger(length, 'length', 0, kMaxLength);
  }
  const result = create(length);
  let at = 0;
  for (let i = 0; i < list.length; i++) {
    if (!isUint8Array(list[i])) throw errors().ERR_INVALID_ARG_TYPE('list[' + i + ']', byteTypes, list[i]);
    at += binding.copy(list[i], result, at, 0, list[i].length);
  }
  return result;
};

function checkBytes(value: unknown, name: string): asserts value is Uint8Array {
  if (!isUint8Array(value)) throw errors().ERR_INVALID_ARG_TYPE(name, byteTypes, value);
}

Buffer.compare = function (a, b) {
  checkBytes(a, 'buf1');
  checkBytes(b, 'buf2');
  return binding.compare(a, b);
};

Buffer.isBuffer = function (value): value is Buffer {
  return value instanceof Buffer;
};

Buffer.isEncoding = function (name) {
  return typeof name === 'string' && name.length !== 0 && encodingNumber(name) !== undefined;
};

Buffer.byteLength = function (value, encoding) {
  if (typeof value !== 'string') {
    if (isArrayBufferView(value) || isAnyArrayBuffer(value)) return value.byteLength;
    throw errors().ERR_INVALID_ARG_TYPE('string', ['string', 'Buffer', 'ArrayBuffer'], value);
  }
  const number = encoding ? encodingNumber(String(encoding)) || UTF8 : UTF8;
  if (number !== 4 && number !== 5) return binding.byteLength(value, number);
  const padding = value.slice(-2) === '==' ? 2 : value.slice(-1) === '=' ? 1 : 0;
  return ((value.length - padding) * 3) >>> 2;
};

proto.toString = proto.toLocaleString = function toString(this: Buffer, encoding?: any, start?: any, end?: any) {
  if (encoding === undefined && start === undefined && end === undefined) return binding.toText(this, UTF8);
  const from = start > 0 ? Math.floor(start) : 0;
  const to = end === undefined || end > this.length ? this.length : Math.floor(end) || 0;
  if (from >= to) return '';
  const number = encoding === undefined ? UTF8 : encodingNumber(String(encoding));
  if (number === undefined) throw errors().ERR_UNKNOWN_ENCODING(encoding);
  return binding.toText(this, number, from, to);
};

proto.write = function write(this: Buffer, text: any, offset?: any, length?: any, encoding?: any) {
  const size = this.length;
  let name = encoding;
  let from = 0;
  let room = size;
  if (typeof offset === 'string' && length === undefined) {
    name = offset;
  } else if (offset !== undefined) {
    validateInteger(offset, 'offset', 0, size);
    from = offset;
    room = size - from;
    if (typeof length === 'string') {
      name = length;
    } else if (length !== undefined) {
      validateInteger(length, 'length', 0, size);
      if (length < room) room = length;
    }
  }
  if (typeof text !== 'string') throw errors().ERR_INVALID_ARG_TYPE('argument', 'string', text);
  return binding.write(this, text, from, room, encodingOf(name));
};

function fillRange(buffer: Buffer, value: any, start: number, end: number, encoding?: Encoding): Buffer {
  let pattern: Uint8Array;
  if (typeof value === 'string') {
    pattern = value.length ? binding.fromText(value, encodingOf(encoding)) : binding.create(1);
  } else if (isArrayBufferView(value)) {
    pattern = value as Uint8Array;
  } else {
    pattern = binding.create(1);
    pattern[0] = +value;
  }
  if (pattern.byteLength === 0) throw errors().ERR_INVALID_ARG_VALUE('value', value);
  binding.fill(buffer, pattern, start, end);
  return buffer;
}

proto.fill = function fill(this: Buffer, value: any, offset?: any, end?: any, encoding?: any) {
  let from = offset;
  let to = end;
  let name = encoding;
  if (typeof value === 'string') {
    if (from === undefined || typeof from === 'string') {
      name = from;
      from = undefined;
    } else if (typeof to === 'string') {
      name = to;
      to = undefined;
    }
    if (name !== undefined && typeof name !== 'string') throw errors().ERR_INVALID_ARG_TYPE('encoding', 'string', name);
  }
  if (from === undefined) {
    from = 0;
    to = this.length;
  } else {
    validateNumber(from, 'offset', 0, kMaxLength);
    if (to === undefined) to = this.length;
    else validateNumber(to, 'end', 0, this.length);
  }
  encodingOf(name);
  return from < to ? fillRange(this, value, Math.floor(from), Math.floor(to), name) : this;
};

function search(buffer: Buffer, value: any, offset: any, encoding: any, forward: boolean): number {
  if (!isArrayBufferView(buffer)) throw errors().ERR_INVALID_ARG_TYPE('buffer', viewTypes, buffer);
  let name = encoding;
  let from = offset;
  if (typeof from === 'string') {
    name = from;
    from = undefined;
  }
  from = from === null ? 0 : Math.trunc(from);
  const length = buffer.length;
  if (from !== from) from = forward ? 0 : length;
  let needle: Uint8Array;
  let step = 1;
  if (typeof value === 'number') {
    needle = binding.create(1);
    needle[0] = value;
  } else if (typeof value === 'string') {
    const number = encodingOf(name);
    needle = binding.fromText(value, number);
    if (number === UTF16LE) step = 2;
  } else if (isUint8Array(value)) {
    needle = value;
    if (name !== undefined && encodingOf(name) === UTF16LE) step = 2;
  } else {
    throw errors().ERR_INVALID_ARG_TYPE('value', ['number', 'string', 'Buffer', 'Uint8Array'], value);
  }
  if (from < 0) from += length;
  if (from < 0) {
    if (!forward) return -1;
    from = 0;
  }
  if (from > length) from = length;
  if (needle.length === 0) return from;
  if (step === 2 && (needle.length < 2 || length < 2)) return -1;
  return binding.indexOf(buffer, needle, from - (from % step), forward, step);
}

proto.indexOf = function indexOf(this: Buffer, value: any, offset?: any, encoding?: any) {
  return search(this, value, offset, encoding, true);
};
proto.lastIndexOf = function lastIndexOf(this: Buffer, value: any, offset?: any, encoding?: any) {
  return search(this, value, offset, encoding, false);
};
proto.includes = function includes(this: Buffer, value: any, offset?: any, encoding?: any) {
  return search(this, value, offset, encoding, true) !== -1;
};

proto.equals = function equals(this: Buffer, other: unknown) {
  checkBytes(other, 'otherBuffer');
  return this === other || binding.compare(this, other) === 0;
};

proto.compare = function compare(this: Buffer, target: any, start?: any, end?: any, thisStart?: any, thisEnd?: any) {
  checkBytes(target, 'target');
  const bound = function (value: any, name: string, fallback: number, max: number): number {
    if (value === undefined) return fallback;
    validateInteger(value, name, 0, max);
    return value;
  };
  const from = bound(start, 'targetStart', 0, kMaxLength);
  const to = bound(end, 'targetEnd', target.length, target.length);
  const ownFrom = bound(thisStart, 'sourceStart', 0, kMaxLength);
  const ownTo = bound(thisEnd, 'sourceEnd', this.length, this.length);
  if (ownFrom >= ownTo) return from >= to ? 0 : -1;
  if (from >= to) return 1;
  return binding.compare(this.subarray(ownFrom, ownTo), proto.subarray.call(target, from, to));
};

function copyBound(value: any, name: string, fallback: number, max?: number): number {
  if (value === undefined) return fallback;
  const whole = Math.trunc(+value) || 0;
  if (whole < 0 || (max !== undefined && whole > max))
    throw errors().ERR_OUT_OF_RANGE(name, max === undefined ? '>= 0' : '>= 0 && <= ' + max, value);
  return Math.min(whole, kMaxLength);
}

proto.copy = function copy(this: Buffer, target: any, targetStart?: any, sourceStart?: any, sourceEnd?: any) {
  checkBytes(this, 'source');
  checkBytes(target, 'target');
  const length = this.length;
  return binding.copy(
    this,
    target,
    copyBound(targetStart, 'targetStart', 0),
    copyBound(sourceStart, 'sourceStart', 0, length),
    copyBound(sourceEnd, 'sourceEnd', length),
  );
};

[16, 32, 64].forEach(function (bits) {
  proto['swap' + bits] = function (this: Buffer) {
    if (this.length % (bits / 8) !== 0) {
      throw errors().addCode(
        new RangeError('Buffer size must be a multiple of ' + bits + '-bits'),
        'ERR_INVALID_BUFFER_SIZE',
      );
    }
    binding.swap(this, bits / 8);
    return this;
  };
});

proto.toJSON = function toJSON(this: Buffer) {
  return { type: 'Buffer', data: Array.prototype.slice.call(this) };
};

/** Bytes that util.inspect() shows of a Buffer; script may change it. */
export let INSPECT_MAX_BYTES = 50; // eslint-disable-line prefer-const

proto[Symbol.for('nodejs.util.inspect.custom')] = function inspect(this: Buffer) {
  const max = INSPECT_MAX_BYTES;
  const more = this.length - max;
  const hex = binding.toText(this, HEX, 0, Math.min(max, this.length)).replace(/(..)(?!$)/g, '$1 ');
  const rest = more > 0 ? ' ... ' + more + ' more byte' + (more > 1 ? 's' : '') : '';
  return '<' + this.constructor.name + ' ' + hex + rest + '>';
};
proto.inspect = proto[Symbol.for('nodejs.util.inspect.custom')];

Object.defineProperty(proto, 'parent', {
  enumerable: true,
  get: function () {
    return this instanceof Buffer ? this.buffer : undefined;
  },
});
Object.defineProperty(proto, 'offset', {
  enumerable: true,
  get: function () {
    return this instanceof Buffer ? this.byteOffset : undefined;
  },
});

/* 64-bit integers are BigInts: two halves, each read and written as a number. */
function half(buffer: Buffer, offset: unknown, flags: number, value?: unknown): number {
  const from = offset === undefined ? 0 : offset;
  if (!isInteger(from) || from < 0 || from + 8 > buffer.length) fail(buffer, 8, flags | 4, from, value);
  return from;
}

function makeBig(order: string, signed: boolean): void {
  const high = order === 'BE' ? 0 : 4;
  const low = 4 - high;
  const read = 'readUInt32' + order;
  const readHigh = signed ? 'readInt32' + order : read;
  const write = 'writeUInt32' + order;
  const name = (signed ? 'BigInt64' : 'BigUInt64') + order;
  proto['read' + name] = function (this: any, offset?: unknown) {
    const at = half(this, offset, 0);
    return BigInt(this[readHigh](at + high)) * BigInt(4294967296) + BigInt(this[read](at + low));
  };
  proto['write' + name] = function (this: any, value: any, offset?: unknown) {
    if (typeof value !== 'bigint') throw new TypeError('Cannot mix BigInt and other types, use explicit conversions');
    const word = BigInt(4294967296);
    const limit = signed ? word * BigInt(2147483648) : word * word;
    if (value >= limit || value < (signed ? -limit : BigInt(0)))
      throw errors().ERR_OUT_OF_RANGE('value', rangeOf(8, signed, 'n'), value);
    const at = half(this, offset, 8);
    const bits = value < BigInt(0) ? value + word * word : value;
    this[write](Number(bits / word), at + high);
    this[write](Number(bits % word), at + low);
    return at + 8;
  };
}
for (const order of ['LE', 'BE']) {
  makeBig(order, false);
  makeBig(order, true);
}

/* Node has both spellings. */
for (const name of Object.keys(proto))
  if (/^(read|write)(Big)?UInt/.test(name)) proto[name.replace('UInt', 'Uint')] = proto[name];

export function isUtf8(input: ArrayBufferView | ArrayBuffer): boolean {
  if (isArrayBufferView(input) || isAnyArrayBuffer(input)) return binding.isUtf8(input);
  throw errors().ERR_INVALID_ARG_TYPE('input', ['ArrayBuffer', 'Buffer', 'TypedArray'], input);
}

export function isAscii(input: ArrayBufferView | ArrayBuffer): boolean {
  return isUtf8(input) && binding.toText(input, UTF8).length === input.byteLength;
}
