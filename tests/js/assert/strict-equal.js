'use strict';
const assert = require('assert');
assert.strictEqual(NaN, NaN);
assert.notStrictEqual(0, -0);
assert.throws(() => assert.strictEqual(1, 2), {
  name: 'AssertionError', code: 'ERR_ASSERTION', actual: 1, expected: 2, operator: 'strictEqual',
  generatedMessage: true,
  message: 'Expected values to be strictly equal:\n\n1 !== 2\n'
});
assert.throws(() => assert.strictEqual(1, '1'), { message: "Expected values to be strictly equal:\n\n1 !== '1'\n" });
assert.throws(() => assert.strictEqual('hello world', 'hello there'), {
  message: "Expected values to be strictly equal:\n+ actual - expected\n\n+ 'hello world'\n- 'hello there'\n" +
    '         ^'
});
assert.throws(() => assert.strictEqual(1, 2, 'told'), { message: 'told', generatedMessage: false });
assert.throws(() => assert.notStrictEqual(1, 1), {
  message: 'Expected "actual" to be strictly unequal to: 1'
});
assert.throws(() => assert.strictEqual({ a: 1 }, { a: 1 }), {
  message: 'Values have same structure but are not reference-equal:\n\n{\n  a: 1\n}\n'
});
