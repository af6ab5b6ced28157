'use strict';
const assert = require('assert');

const timers = require('timers/promises');
assert.strictEqual(require('timers').promises, timers);
const seen = [];
timers.setTimeout(5, 'value').then((value) => seen.push(value));
timers.setImmediate('now').then((value) => seen.push(value));
require('util').promisify(setTimeout)(8, 'promisified').then((value) => seen.push(value));
timers.setTimeout(1, 0, { ref: 'no' }).catch((error) => seen.push(error.code));
process.on('exit', () => assert.deepStrictEqual(seen, ['ERR_INVALID_ARG_TYPE', 'now', 'value', 'promisified']));
