'use strict';
const assert = require('assert');
const write = (name, ...args) => {
  const b = Buffer.alloc(8, 0xee);
  return [b[name](...args), b.toString('hex')];
};
assert.deepStrictEqual(write('writeUInt8', 255, 1), [2, 'eeffeeeeeeeeeeee']);
assert.deepStrictEqual(write('writeInt8', -1), [1, 'ffeeeeeeeeeeeeee']);
assert.deepStrictEqual(write('writeUInt16BE', 0x1234, 2), [4, 'eeee1234eeeeeeee']);
assert.deepStrictEqual(write('writeUInt16LE', 0x1234, 6), [8, 'eeeeeeeeeeee3412']);
assert.deepStrictEqual(write('writeInt32BE', -2, 0), [4, 'fffffffeeeeeeeee']);
assert.deepStrictEqual(write('writeUInt32LE', 0xfedcba98, 1), [5, 'ee98badcfeeeeeee']);
assert.deepStrictEqual(write('writeUIntBE', 0x123456789abc, 1, 6), [7, 'ee123456789abcee']);
assert.deepStrictEqual(write('writeIntLE', -2, 1, 5), [6, 'eefeffffffffeeee']);
assert.deepStrictEqual(write('writeUInt16BE', '4660', 0), [2, '1234eeeeeeeeeeee']);
assert.deepStrictEqual(write('writeUInt8', NaN), [1, '00eeeeeeeeeeeeee']);
assert.deepStrictEqual(write('writeUInt8', 1.9), [1, '01eeeeeeeeeeeeee']);
