'use strict';
/* Buffers that nobody refers to make room for others: many times the memory that there is passes through it. */
const assert = require('assert');

const SIZE = 16384;
let last;
for (let i = 0; i < 1000; i++) {
  const bytes = Buffer.alloc(SIZE, i & 255);
  if (i % 100 === 0) last = bytes;
  assert.strictEqual(bytes[SIZE - 1], i & 255);
}
assert(last.every((byte) => byte === (900 & 255)), 'a Buffer that is referred to has lost its bytes');
