'use strict';
const assert = require('assert');
const EventEmitter = require('events');
const e = new EventEmitter();
const bad = { name: 'RangeError', code: 'ERR_OUT_OF_RANGE' };
assert.throws(() => e.setMaxListeners(-1), bad);
assert.throws(() => e.setMaxListeners(NaN), bad);
assert.throws(() => e.setMaxListeners('5'), bad);
assert.throws(() => { EventEmitter.defaultMaxListeners = -1; }, {
  code: 'ERR_OUT_OF_RANGE',
  message: 'The value of "defaultMaxListeners" is out of range. It must be a non-negative number. Received -1'
});
EventEmitter.defaultMaxListeners = 42;
assert.strictEqual(e.getMaxListeners(), 42);
EventEmitter.setMaxListeners(7, e);
assert.strictEqual(e.getMaxListeners(), 7);
assert.strictEqual(new EventEmitter().getMaxListeners(), 42);
