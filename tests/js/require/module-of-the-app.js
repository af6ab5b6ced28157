'use strict';
const assert = require('assert');

assert.strictEqual(typeof module.exports, 'object');
assert.strictEqual(typeof __filename, 'string');
assert.strictEqual(typeof __dirname, 'string');
assert.strictEqual(typeof require, 'function');
