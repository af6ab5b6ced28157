/** Deep equality, as assert.deepStrictEqual() (strict) and assert.deepEqual() (loose) have it. */
import { isAnyArrayBuffer } from './validators';

const hasOwn = Object.prototype.hasOwnProperty;
const tagOf = Object.prototype.toString;
const boxed = /^\[object (Number|String|Boolean|Symbol|BigInt)\]$/;

/** Pairs that are being compared further out: meeting one again means a cycle of the same shape. */
type Memo = Array<[unknown, unknown]>;

function isNoIndex(key: string): boolean {
  return !/^(0|[1-9][0-9]*)$/.test(key);
}

function enumerableSymbols(value: object): symbol[] {
  return Object.getOwnPropertySymbols(value).filter(function (key) {
    return Object.prototype.propertyIsEnumerable.call(value, key);
  });
}

function sameBytes(a: any, b: any, strict: boolean): boolean {
  if (a.byteLength !== b.byteLength) return false;
  if (!strict && tagOf.call(a).indexOf('Float') > 0) {
    /* so that 0 and -0 are equal */
    for (let i = 0; i < a.length; i++) {
      if (a[i] !== b[i]) return false;
    }
    return true;
  }
  const view = function (value: any): Uint8Array {
    return ArrayBuffer.isView(value)
      ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
      : new Uint8Array(value);
  };
  return native('buffer').compare(view(a), view(b)) === 0;
}

function equalKeys(a: any, b: any, strict: boolean, memo: Memo, indexed: boolean): boolean {
  let keys: any[] = Object.keys(a);
  let others: any[] = Object.keys(b);
  if (indexed) {
    keys = keys.filter(isNoIndex);
    others = others.filter(isNoIndex);
  }
  if (strict) {
    keys = keys.concat(enumerableSymbols(a));
    others = others.concat(enumerableSymbols(b));
  }
  if (keys.length !== others.length) return false;
  for (let i = 0; i < keys.length; i++) {
    if (!Object.prototype.propertyIsEnumerable.call(b, keys[i])) return false;
  }
  for (let i = 0; i < keys.length; i++) {
    if (!equal(a[keys[i]], b[keys[i]], strict, memo)) return false;
  }
  return true;
}

function equalArrays(a: any[], b: any[], strict: boolean, memo: Memo): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    if (hasOwn.call(a, i) !== hasOwn.call(b, i) || !equal(a[i], b[i], strict, memo)) return false;
  }
  return true;
}

/** Whether each entry of a has a partner of its own in b. Keys that are the same are paired first. */
function equalEntries(a: any, b: any, strict: boolean, memo: Memo, isMap: boolean): boolean {
  if (a.size !== b.size) return false;
  const right: any[] = Array.from(b.entries());
  return Array.from(a.entries()).every(function (entry: any) {
    const known = b.has(entry[0]);
    if (known && (!isMap || equal(entry[1], b.get(entry[0]), strict, memo))) return true;
    if (strict && (typeof entry[0] !== 'object' || entry[0] === null)) return false;
    for (let i = 0; i < right.length; i++) {
      if (a.has(right[i][0]) && strict) continue;
      if (equal(entry[0], right[i][0], strict, memo) && (!isMap || equal(entry[1], right[i][1], strict, memo))) {
        right.splice(i, 1);
        return true;
      }
    }
    return false;
  });
}

function equalObjects(a: any, b: any, strict: boolean, memo: Memo): boolean {
  const tag = tagOf.call(a);
  if (tag !== tagOf.call(b)) return false;
  if (strict && Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  if (Array.isArray(a)) {
    return Array.isArray(b) && equalArrays(a, b, strict, memo) && equalKeys(a, b, strict, memo, true);
  }
  if (Array.isArray(b)) return false;
  if (a instanceof Date && b instanceof Date) {
    if (a.getTime() !== b.getTime()) return false;
  } else if (a instanceof RegExp && b instanceof RegExp) {
    if (a.source !== b.source || a.flags !== b.flags || a.lastIndex !== b.lastIndex) return false;
  } else if (a instanceof Error || b instanceof Error) {
    if (!(a instanceof Error && b instanceof Error) || a.message !== b.message || a.name !== b.name) return false;
  } else if (ArrayBuffer.isView(a)) {
    return sameBytes(a, b, strict) && equalKeys(a, b, strict, memo, true);
  } else if (isAnyArrayBuffer(a)) {
    if (!sameBytes(a, b, strict)) return false;
  } else if (a instanceof Set && b instanceof Set) {
    if (!equalEntries(a, b, strict, memo, false)) return false;
  } else if (a instanceof Map && b instanceof Map) {
    if (!equalEntries(a, b, strict, memo, true)) return false;
  } else if (boxed.test(tag) && !Object.is(a.valueOf(), b.valueOf())) {
    return false;
  }
  return equalKeys(a, b, strict, memo, false);
}

function equal(a: any, b: any, strict: boolean, memo: Memo): boolean {
  if (a === b) return a !== 0 || !strict || Object.is(a, b);
  if (strict) {
    if (typeof a !== 'object') return typeof a === 'number' && a !== a && b !== b;
    if (typeof b !== 'object' || a === null || b === null) return false;
  } else {
    const plain = a === null || typeof a !== 'object';
    if (plain || b === null || typeof b !== 'object') {
      /* eslint-disable-next-line eqeqeq */
      return plain && (b === null || typeof b !== 'object') && (a == b || (a !== a && b !== b));
    }
  }
  for (let i = 0; i < memo.length; i++) {
    if (memo[i][0] === a) return memo[i][1] === b;
  }
  memo.push([a, b]);
  const result = equalObjects(a, b, strict, memo);
  memo.pop();
  return result;
}

export function isDeepEqual(a: unknown, b: unknown): boolean {
  return equal(a, b, false, []);
}

export function isDeepStrictEqual(a: unknown, b: unknown): boolean {
  return equal(a, b, true, []);
}
