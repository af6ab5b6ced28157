'use strict';
const assert = require('assert');
assert.throws(() => Buffer.alloc(2e9), RangeError);
assert.strictEqual(Buffer.alloc(16).length, 16);
