/** Deep equality, as assert.deepStrictEqual() (strict) and assert.deepEqual() (loose) have it. */
import { isAnyArrayBuffer, isDate } from '#internal/validators';
import native = require('#native');

const hasOwn = Object.prototype.hasOwnProperty;
const tagOf = Object.prototype.toString;
const boxed = /^\[object (Number|String|Boolean|Symbol|BigInt)\]$/;

/**
 * Views of more bytes are compared by their bytes alone: the engines list properties that somebody gave a view only
 * together with every index, which would take many times the memory of the bytes.
 */
const MOST_LISTED = 1024;

/** Pairs that are being compared further out: meeting both sides again is a cycle, the same if they met in one pair. */
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
    for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
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
  for (let i = 0; i < keys.length; i++) if (!Object.prototype.propertyIsEnumerable.call(b, keys[i])) return false;
  for (let i = 0; i < keys.length; i++) if (!equal(a[keys[i]], b[keys[i]], strict, memo)) return false;
  return true;
}

function equalArrays(a: any[], b: any[], strict: boolean, memo: Memo): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++)
    if (hasOwn.call(a, i) !== hasOwn.call(b, i) || !equal(a[i], b[i], strict, memo)) return false;
  return true;
}

/** Whether each entry of a has a partner of its own in b. Keys that are the same are paired first. */
function equalEntries(a: any, b: any, strict: boolean, memo: Memo, isMap: boolean): boolean {
  if (a.size !== b.size) return false;
  const unpaired = function (from: any, others: any): any[] {
    return Array.from(from.entries()).filter(function (entry: any) {
      const [key, value] = entry;
      return !others.has(key) || (isMap && !equal(value, others.get(key), strict, memo));
    });
  };
  const right = unpaired(b, a);
  return unpaired(a, b).every(function (entry) {
    if (strict && (typeof entry[0] !== 'object' || entry[0] === null)) return false;
    for (let i = 0; i < right.length; i++) {
      if (equal(entry[0], right[i][0], strict, memo) && (!isMap || equal(entry[1], right[i][1], strict, memo))) {
        right.splice(i, 1);
        return true;
      }
    }
    return false;
  });
}

function sameBoxed(a: any, b: any): boolean {
  try {
    return Object.is(a.valueOf(), b.valueOf());
  } catch (_) {
    /* One of them has the tag and prototype of another kind of box. */
    return false;
  }
}

function equalObjects(a: any, b: any, strict: boolean, memo: Memo): boolean {
  const tag = tagOf.call(a);
  if (tag !== tagOf.call(b)) return false;
  if (strict && Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  if (Array.isArray(a))
    return Array.isArray(b) && equalArrays(a, b, strict, memo) && equalKeys(a, b, strict, memo, true);
  if (Array.isArray(b)) return false;
  if (a instanceof Date && b instanceof Date) {
    if (!isDate(a) || !isDate(b) || a.getTime() !== b.getTime()) return false;
  } else if (a instanceof RegExp && b instanceof RegExp) {
    if (a.source !== b.source || a.flags !== b.flags || a.lastIndex !== b.lastIndex) return false;
  } else if (a instanceof Error || b instanceof Error) {
    if (!(a instanceof Error && b instanceof Error) || a.message !== b.message || a.name !== b.name) return false;
  } else if (ArrayBuffer.isView(a)) {
    return sameBytes(a, b, strict) && (a.byteLength > MOST_LISTED || equalKeys(a, b, strict, memo, true));
  } else if (isAnyArrayBuffer(a)) {
    if (!sameBytes(a, b, strict)) return false;
  } else if (a instanceof Set && b instanceof Set) {
    if (!equalEntries(a, b, strict, memo, false)) return false;
  } else if (a instanceof Map && b instanceof Map) {
    if (!equalEntries(a, b, strict, memo, true)) return false;
  } else if (boxed.test(tag) && !sameBoxed(a, b)) {
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
  let lastA = -1;
  let lastB = -1;
  for (let i = 0; i < memo.length; i++) {
    if (memo[i][0] === a) lastA = i;
    if (memo[i][1] === b) lastB = i;
  }
  if (lastA >= 0 && lastB >= 0) return lastA === lastB;
  memo.push([a, b]);
  const result = equalObjects(a, b, strict, memo);
  memo.pop();
  return result;
}

function isDeepEqual(a: unknown, b: unknown): boolean {
  return equal(a, b, false, []);
}

function isDeepStrictEqual(a: unknown, b: unknown): boolean {
  return equal(a, b, true, []);
}

export = { isDeepEqual, isDeepStrictEqual };
