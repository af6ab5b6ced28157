'use strict';
const assert = require('assert');

const timers = require('timers/promises');
assert.strictEqual(require('timers').promises, timers);
const seen = [];
const push = (value) => seen.push(value);
timers.setImmediate('now').then(push)
  .then(() => timers.setTimeout(5, 'value')).then(push)
  .then(() => require('util').promisify(setTimeout)(8, 'promisified')).then(push);
timers.setTimeout(1, 0, { ref: 'no' }).catch((error) => seen.push(error.code));
process.on('exit', () => assert.deepStrictEqual(seen, ['ERR_INVALID_ARG_TYPE', 'now', 'value', 'promisified']));
