'use strict';
const assert = require('assert');
const b = Buffer.alloc(4);
assert.throws(() => b.readUInt16BE(3), {
  name: 'RangeError', code: 'ERR_OUT_OF_RANGE',
  message: 'The value of "offset" is out of range. It must be >= 0 and <= 2. Received 3'
});
assert.throws(() => b.readUInt8(1.5), {
  message: 'The value of "offset" is out of range. It must be an integer. Received 1.5'
});
assert.throws(() => b.readUInt8('1'), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => b.readDoubleLE(0), {
  code: 'ERR_BUFFER_OUT_OF_BOUNDS', message: 'Attempt to access memory outside buffer bounds'
});
assert.throws(() => b.readUIntBE(0, 7), {
  message: 'The value of "byteLength" is out of range. It must be >= 1 and <= 6. Received 7'
});
assert.throws(() => b.readUIntBE(), {
  message: 'The "offset" argument must be of type number. Received undefined'
});
assert.throws(() => Buffer.prototype.readUInt8.call({}, 0), TypeError);
