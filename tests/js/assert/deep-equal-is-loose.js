'use strict';
const assert = require('assert');
assert.deepEqual({ a: 1 }, { a: '1' });
assert.deepEqual([0], [-0]);
assert.notDeepEqual({ a: 1 }, { a: 2 });
assert.throws(() => assert.deepEqual([1], [2]), {
  message: 'Expected values to be loosely deep-equal:\n\n[\n  1\n]\n\nshould loosely deep-equal\n\n[\n  2\n]'
});
