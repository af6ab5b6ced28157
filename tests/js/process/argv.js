// args: one two=2
'use strict';
const assert = require('assert');

assert.strictEqual(process.argv[0], 'tinygram');
assert.strictEqual(typeof process.argv[1], 'string');
assert.deepStrictEqual(process.argv.slice(2), ['one', 'two=2']);
