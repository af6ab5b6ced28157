'use strict';
const assert = require('assert');
const EventEmitter = require('events');
class Mine extends EventEmitter {
  constructor() { super(); this.seen = []; }
  emit(name, ...rest) { this.seen.push(name); return super.emit(name, ...rest); }
}
const m = new Mine();
let sum = 0;
m.on('x', (a, b) => { sum = a + b; });
assert.strictEqual(m.emit('x', 1, 2), true);
assert.strictEqual(sum, 3);
assert.deepStrictEqual(m.seen, ['x']);
