'use strict';
const assert = require('assert');
assert.throws(() => assert.deepStrictEqual({ a: 1, b: [1, 2] }, { a: 1, b: [1, 3] }), {
  message: 'Expected values to be strictly deep-equal:\n+ actual - expected\n\n  {\n    a: 1,\n    b: [\n      1,\n' +
    '+     2\n-     3\n    ]\n  }'
});
