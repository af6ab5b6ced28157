// flags: env.COLOR=blue=green env.EMPTY=
'use strict';
const assert = require('assert');

assert.strictEqual(process.env.COLOR, 'blue=green');
assert.strictEqual(process.env.EMPTY, '');
assert.strictEqual(process.env.MISSING, undefined);
process.env.ADDED = 'x';
assert.strictEqual(process.env.ADDED, 'x');
