'use strict';
const assert = require('assert');
const error = new assert.AssertionError({ actual: 1, expected: 2, operator: 'strictEqual' });
assert.ok(error instanceof Error && error instanceof assert.AssertionError);
assert.deepStrictEqual(Object.keys(error), ['generatedMessage', 'code', 'actual', 'expected', 'operator']);
assert.match(error.stack, /^AssertionError \[ERR_ASSERTION\]: Expected values to be strictly equal:/);
assert.strictEqual(new assert.AssertionError({ message: 'm' }).toString(), 'AssertionError [ERR_ASSERTION]: m');
assert.throws(() => new assert.AssertionError(), { code: 'ERR_INVALID_ARG_TYPE' });
