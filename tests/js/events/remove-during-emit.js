'use strict';
const assert = require('assert');
const EventEmitter = require('events');
const e = new EventEmitter();
let calls = '';
function second() { calls += '2'; }
e.on('x', () => { calls += '1'; e.removeListener('x', second); e.on('x', () => { calls += '3'; }); });
e.on('x', second);
e.emit('x');
assert.strictEqual(calls, '12');
e.removeAllListeners('x');
e.on('y', () => { e.removeAllListeners(); calls = 'done'; });
e.emit('y');
assert.strictEqual(calls, 'done');
assert.strictEqual(e.emit('y'), false);
