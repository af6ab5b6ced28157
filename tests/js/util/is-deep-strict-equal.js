'use strict';
const assert = require('assert');
const { isDeepStrictEqual } = require('util');
assert.strictEqual(isDeepStrictEqual({ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }), true);
assert.strictEqual(isDeepStrictEqual({ a: 1 }, { a: '1' }), false);
assert.strictEqual(isDeepStrictEqual(new Set([{ a: 1 }]), new Set([{ a: 1 }])), true);
assert.strictEqual(isDeepStrictEqual([0], [-0]), false);
