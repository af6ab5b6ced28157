'use strict';
const assert = require('assert');

const source = {
  text: 'ä', big: 5n, date: new Date(5), pattern: /x/gi, map: new Map([[1, new Set(['a'])]]),
  bytes: new Uint8Array([1, 2, 3]).subarray(1), list: [1, , 3], nothing: undefined,
};
source.self = source;
const copy = structuredClone(source);
assert.notStrictEqual(copy, source);
assert.strictEqual(copy.self, copy);
assert.deepStrictEqual(copy.map.get(1), new Set(['a']));
assert.deepStrictEqual([...copy.bytes], [2, 3]);
assert.strictEqual(copy.date.getTime(), 5);
assert.strictEqual(String(copy.pattern), '/x/gi');
assert.strictEqual(1 in copy.list, false);
assert.ok('nothing' in copy);
assert.ok(structuredClone(new RangeError('r')) instanceof RangeError);
for (const bad of [() => 1, Symbol('s'), { f() {} }]) {
  assert.throws(() => structuredClone(bad), { name: 'DataCloneError', code: 25 });
}
assert.throws(() => structuredClone(), { code: 'ERR_MISSING_ARGS' });
assert.throws(() => structuredClone(1, { transfer: [new ArrayBuffer(1)] }), { name: 'DataCloneError' });

const values = crypto.getRandomValues(new Uint32Array(8));
assert.ok(values.some((value) => value !== 0));
assert.throws(() => crypto.getRandomValues(new Float32Array(1)), { name: 'TypeMismatchError' });
assert.throws(() => crypto.getRandomValues(new Uint8Array(65537)), { name: 'QuotaExceededError' });
assert.match(crypto.randomUUID(), /^[0-9a-f-]{36}$/);
assert.strictEqual(typeof globalThis.performance.now(), 'number');
assert.strictEqual(new globalThis.URL('http://h').href, 'http://h/');
