'use strict';
const assert = require('assert');
const strict = require('assert').strict;
assert.throws(() => strict.equal(1, '1'), { operator: 'strictEqual' });
assert.throws(() => strict.deepEqual({ a: 1 }, { a: '1' }), { operator: 'deepStrictEqual' });
strict(true);
assert.strictEqual(strict.strict, strict);
assert.strictEqual(require('assert/strict'), strict);
