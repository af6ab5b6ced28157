'use strict';
const assert = require('assert');
const { on, EventEmitter } = require('events');
const e = new EventEmitter();
const seen = [];
const it = on(e, 'x');
assert.strictEqual(it[Symbol.asyncIterator](), it);
e.emit('x', 1);
it.next().then((r) => { seen.push(r); return it.next(); }).then((r) => { seen.push(r); return it.return(); })
  .then((r) => { seen.push(r); return it.next(); }).then((r) => { seen.push(r); });
setImmediate(() => e.emit('x', 2));
process.on('exit', () => {
  assert.deepStrictEqual(seen, [{ value: [1], done: false }, { value: [2], done: false },
    { value: undefined, done: true }, { value: undefined, done: true }]);
  assert.strictEqual(e.listenerCount('x') + e.listenerCount('error'), 0);
});
