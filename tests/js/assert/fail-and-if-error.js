'use strict';
const assert = require('assert');
assert.throws(() => assert.fail(), { message: 'Failed', code: 'ERR_ASSERTION' });
assert.throws(() => assert.fail('told'), { message: 'told', generatedMessage: false });
assert.throws(() => assert.fail(new RangeError('own')), RangeError);
assert.ifError(null);
assert.ifError(undefined);
assert.throws(() => assert.ifError(new Error('x')), { message: 'ifError got unwanted exception: x' });
assert.throws(() => assert.ifError(0), { message: 'ifError got unwanted exception: 0' });
