// What the board says about the app is not script's to change.
'use strict';
const assert = require('assert');
const tinygram = require('tinygram');
assert.throws(() => { tinygram.slot = 'b'; }, TypeError);
assert.throws(() => { tinygram.trial = true; }, TypeError);
assert.strictEqual(tinygram.slot, undefined);
assert.strictEqual(tinygram.trial, false);
