'use strict';
// What an error's stack is made of may throw: the error is the one that script made, and is thrown.
const assert = require('assert');

function thrown(make) {
  try {
    make();
  } catch (error) {
    return error;
  }
}

const boom = () => {
  throw new SyntaxError('from a getter');
};

function named() {
  throw new RangeError('the error under way');
}
Object.defineProperty(named, 'name', { get: boom, configurable: true });
for (let times = 0; times < 20; times++) {
  const error = thrown(named);
  assert(error instanceof RangeError);
  assert.strictEqual(error.message, 'the error under way');
  assert.match(error.stack, /^RangeError: the error under way\n    at /);
}

const limit = Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit');
Object.defineProperty(Error, 'stackTraceLimit', { get: boom, configurable: true });
for (let times = 0; times < 20; times++) assert.strictEqual(thrown(named).message, 'the error under way');
Object.defineProperty(Error, 'stackTraceLimit', limit);

class Odd extends Error {}
Object.defineProperty(Odd.prototype, 'name', { get: boom });
for (let times = 0; times < 20; times++) {
  const error = thrown(() => {
    throw new Odd('odd');
  });
  assert(error instanceof Odd);
  assert.strictEqual(error.message, 'odd');
}

const object = { name: { toString: boom }, message: Symbol('no text') };
Error.captureStackTrace(object);
assert.strictEqual(typeof object.stack, 'string');
