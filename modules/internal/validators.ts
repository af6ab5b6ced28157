/**
 * Checks of arguments, with Node's names and errors. Each throws, or returns nothing unless it says so; `name`
 * is how the message calls the argument.
 */

/** internal/errors, which a program in which nothing fails never loads. */
export function errors(): typeof import('./errors') {
  return require('./errors');
}

export function isInt32(value: unknown): value is number {
  return value === ((value as number) | 0);
}

export function isUint32(value: unknown): value is number {
  return value === ((value as number) >>> 0);
}

export function isInteger(value: unknown): value is number {
  return typeof value === 'number' && isFinite(value) && Math.floor(value) === value;
}

export function isUint8Array(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array && ArrayBuffer.isView(value);
}

export function isArrayBufferView(value: unknown): value is ArrayBufferView {
  return ArrayBuffer.isView(value);
}

export function isAnyArrayBuffer(value: unknown): value is ArrayBuffer {
  return /^\[object (Shared)?ArrayBuffer\]$/.test(Object.prototype.toString.call(value));
}

export function validateString(value: unknown, name: string): asserts value is string {
  if (typeof value !== 'string') throw errors().ERR_INVALID_ARG_TYPE(name, 'string', value);
}

export function validateBoolean(value: unknown, name: string): asserts value is boolean {
  if (typeof value !== 'boolean') throw errors().ERR_INVALID_ARG_TYPE(name, 'boolean', value);
}

export function validateFunction(value: unknown, name: string): asserts value is (...args: any[]) => any {
  if (typeof value !== 'function') throw errors().ERR_INVALID_ARG_TYPE(name, 'Function', value);
}

function validateIntegerWithin(value: unknown, name: string, min: number, max: number): asserts value is number {
  if (typeof value !== 'number') throw errors().ERR_INVALID_ARG_TYPE(name, 'number', value);
  if (!isInteger(value)) throw errors().ERR_OUT_OF_RANGE(name, 'an integer', value);
  if (value < min || value > max) throw errors().ERR_OUT_OF_RANGE(name, '>= ' + min + ' && <= ' + max, value);
}

export function validateInteger(value: unknown, name: string, min?: number, max?: number): asserts value is number {
  validateIntegerWithin(value, name, min === undefined ? -9007199254740991 : min,
    max === undefined ? 9007199254740991 : max);
}

export function validateInt32(value: unknown, name: string, min?: number, max?: number): asserts value is number {
  validateIntegerWithin(value, name, min === undefined ? -2147483648 : min, max === undefined ? 2147483647 : max);
}

export function validateUint32(value: unknown, name: string, positive?: boolean): asserts value is number {
  validateIntegerWithin(value, name, positive ? 1 : 0, 4294967295);
}

export function validateNumber(value: unknown, name: string, min?: number, max?: number): asserts value is number {
  if (typeof value !== 'number') throw errors().ERR_INVALID_ARG_TYPE(name, 'number', value);
  const low = min != null;
  const high = max != null;
  if (low && value < min! || high && value > max! || (low || high) && value !== value) {
    throw errors().ERR_OUT_OF_RANGE(name,
      (low ? '>= ' + min : '') + (low && high ? ' && ' : '') + (high ? '<= ' + max : ''), value);
  }
}

export function validateOneOf(value: unknown, name: string, allowed: unknown[]): void {
  if (allowed.indexOf(value) < 0) {
    throw errors().ERR_INVALID_ARG_VALUE(name, value, 'must be one of: ' + allowed.map(function (one) {
      return typeof one === 'string' ? "'" + one + "'" : String(one);
    }).join(', '));
  }
}

export interface ObjectOptions {
  allowArray?: boolean;
  allowFunction?: boolean;
  nullable?: boolean;
}

export function validateObject(value: unknown, name: string, options?: ObjectOptions): asserts value is object {
  const allow = options || {};
  if (!allow.nullable && value === null || !allow.allowArray && Array.isArray(value) ||
      typeof value !== 'object' && !(allow.allowFunction && typeof value === 'function')) {
    throw errors().ERR_INVALID_ARG_TYPE(name, 'Object', value);
  }
}

export function validateArray(value: unknown, name: string, minLength?: number): asserts value is unknown[] {
  if (!Array.isArray(value)) throw errors().ERR_INVALID_ARG_TYPE(name, 'Array', value);
  if (minLength && value.length < minLength) {
    throw errors().ERR_INVALID_ARG_VALUE(name, value, 'must be longer than ' + minLength);
  }
}

export function validateBuffer(value: unknown, name?: string): asserts value is ArrayBufferView {
  if (!ArrayBuffer.isView(value)) {
    throw errors().ERR_INVALID_ARG_TYPE(name || 'buffer', ['Buffer', 'TypedArray', 'DataView'], value);
  }
}

/** undefined passes: the signal of an option that is not given. */
export function validateAbortSignal(signal: unknown, name: string): void {
  if (signal !== undefined && (signal === null || typeof signal !== 'object' || !('aborted' in signal))) {
    throw errors().ERR_INVALID_ARG_TYPE(name, 'AbortSignal', signal);
  }
}

/** Returns the port as a number: 0 (unless allowZero is false) to 65535, or a text of such a number. */
export function validatePort(port: unknown, name?: string, allowZero?: boolean): number {
  if (typeof port !== 'number' && typeof port !== 'string' || typeof port === 'string' && port.trim() === '' ||
      +port !== +port >>> 0 || +port > 65535 || +port === 0 && allowZero === false) {
    throw errors().addCode(new RangeError((name || 'Port') + ' should be ' + (allowZero === false ? '>' : '>=') +
      ' 0 and < 65536. Received ' + errors().received(port) + '.'), 'ERR_SOCKET_BAD_PORT');
  }
  return +port;
}
