'use strict';
const assert = require('assert');
const EventEmitter = require('events');
const warnings = [];
process.removeAllListeners('warning');
process.on('warning', (w) => { warnings.push(w); });
const e = new EventEmitter();
assert.strictEqual(e.getMaxListeners(), 10);
for (let i = 0; i < 13; i++) e.on('data', () => {});
const quiet = new EventEmitter().setMaxListeners(0);
for (let i = 0; i < 30; i++) quiet.on('data', () => {});
process.on('exit', () => {
  assert.strictEqual(warnings.length, 1);
  assert.strictEqual(warnings[0].name, 'MaxListenersExceededWarning');
  assert.strictEqual(warnings[0].emitter, e);
  assert.strictEqual(warnings[0].type, 'data');
  assert.strictEqual(warnings[0].count, 11);
  assert.strictEqual(warnings[0].message, 'Possible EventEmitter memory leak detected. 11 data listeners added to ' +
    '[EventEmitter]. Use emitter.setMaxListeners() to increase limit');
});
