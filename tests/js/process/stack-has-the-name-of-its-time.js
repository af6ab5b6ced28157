// exit: 7
// output: Uncaught LateError: changed
'use strict';
const assert = require('assert');
const util = require('util');

class LateError extends Error {
  constructor(message) {
    super(message);
    this.name = 'LateError';
  }
}

/* The first line is made when the stack is first read, as in Node; from then on it stays. */
const error = new LateError('first');
assert.strictEqual(error.stack.split('\n')[0], 'LateError: first');
error.message = 'second';
assert.strictEqual(error.stack.split('\n')[0], 'LateError: first');

const shown = new LateError('shown');
shown.message = 'and changed';
assert.strictEqual(util.inspect(shown).split('\n')[0], 'LateError: and changed');

const own = new Error('mine');
own.stack = 'my own';
assert.strictEqual(own.stack, 'my own');
assert.deepStrictEqual(Object.keys(own), []);
assert.strictEqual(Object.create(new Error('below')).stack.split('\n')[0], 'Error: below');

const holder = { name: 'Holder', message: 'held' };
Error.captureStackTrace(holder);
assert.strictEqual(holder.stack.split('\n')[0], 'Holder: held');

process.on('exit', () => {
  process.exitCode = 7;
});
const last = new LateError('last');
last.message = 'changed';
throw last;
