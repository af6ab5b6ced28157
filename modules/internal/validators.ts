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

export function isInteger(value: unknown): value is number {
  return typeof value === 'number' && isFinite(value) && Math.floor(value) === value;
}

export function isUint8Array(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array && ArrayBuffer.isView(value);
}

export const isArrayBufferView: (value: unknown) => value is ArrayBufferView = ArrayBuffer.isView;

export function isAnyArrayBuffer(value: unknown): value is ArrayBuffer {
  const tag: string = Object.prototype.toString.call(value);
  if (tag !== '[object ArrayBuffer]' && tag !== '[object SharedArrayBuffer]') return false;
  try {
    return (value as ArrayBuffer).byteLength >= 0;
  } catch (_) {
    /* Only its prototype says so. */
    return false;
  }
}

/** A Date by what it holds: not what only inherits from one. */
export function isDate(value: unknown): value is Date {
  try {
    Date.prototype.getTime.call(value);
    return true;
  } catch (_) {
    return false;
  }
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

/** min and max are both given, or neither. */
export function validateNumber(value: unknown, name: string, min?: number, max?: number): asserts value is number {
  if (typeof value !== 'number') throw errors().ERR_INVALID_ARG_TYPE(name, 'number', value);
  if (min !== undefined && !(value >= min && value <= max!))
    throw errors().ERR_OUT_OF_RANGE(name, '>= ' + min + ' && <= ' + max, value);
}

export function validateInteger(value: unknown, name: string, min: number, max: number): asserts value is number {
  validateNumber(value, name);
  if (!isInteger(value)) throw errors().ERR_OUT_OF_RANGE(name, 'an integer', value);
  validateNumber(value, name, min, max);
}

export function validateOneOf(value: unknown, name: string, allowed: unknown[]): void {
  if (allowed.indexOf(value) < 0) {
    throw errors().ERR_INVALID_ARG_VALUE(
      name,
      value,
      'must be one of: ' +
        allowed
          .map(function (one) {
            return errors().show(one);
          })
          .join(', '),
    );
  }
}

export interface ObjectOptions {
  allowArray?: boolean;
  allowFunction?: boolean;
  nullable?: boolean;
}

export function validateObject(value: unknown, name: string, options?: ObjectOptions): asserts value is object {
  const allow = options || {};
  if (
    (!allow.nullable && value === null) ||
    (!allow.allowArray && Array.isArray(value)) ||
    (typeof value !== 'object' && !(allow.allowFunction && typeof value === 'function'))
  )
    throw errors().ERR_INVALID_ARG_TYPE(name, 'Object', value);
}

export function validateArray(value: unknown, name: string): asserts value is unknown[] {
  if (!Array.isArray(value)) throw errors().ERR_INVALID_ARG_TYPE(name, 'Array', value);
}

/** undefined passes: the signal of an option that is not given. */
export function validateAbortSignal(signal: unknown, name: string): void {
  if (signal !== undefined && (signal === null || typeof signal !== 'object' || !('aborted' in signal)))
    throw errors().ERR_INVALID_ARG_TYPE(name, 'AbortSignal', signal);
}

/** Returns the port as a number: 0 (unless allowZero is false) to 65535, or a text of such a number. */
export function validatePort(port: unknown, allowZero?: boolean): number {
  if (
    (typeof port !== 'number' && typeof port !== 'string') ||
    (typeof port === 'string' && port.trim() === '') ||
    +port !== +port >>> 0 ||
    +port > 65535 ||
    (+port === 0 && allowZero === false)
  ) {
    throw errors().addCode(
      new RangeError(
        'Port should be ' +
          (allowZero === false ? '>' : '>=') +
          ' 0 and < 65536. Received ' +
          errors().received(port) +
          '.',
      ),
      'ERR_SOCKET_BAD_PORT',
    );
  }
  return +port;
}
