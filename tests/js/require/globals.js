'use strict';
const assert = require('assert');

assert.strictEqual(global, globalThis);
assert.strictEqual(Buffer, require('buffer').Buffer);
assert.strictEqual(typeof console.log, 'function');
for (const name of ['AbortController', 'AbortSignal', 'Event', 'EventTarget', 'queueMicrotask']) {
  assert.strictEqual(typeof globalThis[name], 'function', name);
}
const kept = globalThis.setImmediate;
globalThis.setImmediate = 5;
assert.strictEqual(setImmediate, 5);
globalThis.setImmediate = kept;
assert.strictEqual(Object.keys(globalThis).indexOf('process'), -1);
