'use strict';
const assert = require('assert');
const EventEmitter = require('events');
const e = new EventEmitter();
let calls = 0;
function listener(a) {
  calls += a;
  e.emit('x', 100);
}
assert.strictEqual(e.once('x', listener), e);
assert.deepStrictEqual(e.listeners('x'), [listener]);
assert.notStrictEqual(e.rawListeners('x')[0], listener);
assert.strictEqual(e.rawListeners('x')[0].listener, listener);
e.emit('x', 1);
e.emit('x', 1);
assert.strictEqual(calls, 1);
e.once('x', listener);
e.removeListener('x', listener);
assert.strictEqual(e.listenerCount('x'), 0);
