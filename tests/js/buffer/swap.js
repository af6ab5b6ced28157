'use strict';
const assert = require('assert');
assert.strictEqual(Buffer.from('12345678').swap16().toString(), '21436587');
assert.strictEqual(Buffer.from('12345678').swap32().toString(), '43218765');
assert.strictEqual(Buffer.from('12345678').swap64().toString(), '87654321');
assert.throws(() => Buffer.from('123').swap16(), {
  name: 'RangeError', code: 'ERR_INVALID_BUFFER_SIZE', message: 'Buffer size must be a multiple of 16-bits'
});
