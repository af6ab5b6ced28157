'use strict';
const assert = require('assert');
assert(1);
assert.ok('x', 'unused');
assert.throws(() => assert(0, 'told'), { name: 'AssertionError', code: 'ERR_ASSERTION', message: 'told' });
assert.throws(() => assert.ok(), { message: 'No value argument passed to `assert.ok()`' });
assert.throws(() => assert.ok(null, new RangeError('own')), RangeError);
assert.throws(() => assert.ok(''), { operator: '==', actual: '', expected: true, generatedMessage: true });
