// A board without slots, or one whose app came from elsewhere: no slot, no trial, nothing to confirm.
'use strict';
const assert = require('assert');
const tinygram = require('tinygram');
assert.deepStrictEqual(Object.keys(tinygram).sort(), ['confirm', 'slot', 'trial']);
assert.strictEqual(tinygram.slot, undefined);
assert.strictEqual(tinygram.trial, false);
assert.strictEqual(tinygram.confirm(), false);
assert.strictEqual(tinygram.confirm.length, 0);
assert.strictEqual(tinygram.trial, false);
