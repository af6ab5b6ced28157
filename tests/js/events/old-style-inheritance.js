'use strict';
const assert = require('assert');
const EventEmitter = require('events');
const util = require('util');
function Old() { EventEmitter.call(this); }
util.inherits(Old, EventEmitter);
const a = new Old();
const b = new Old();
let calls = 0;
a.on('x', () => { calls++; });
a.emit('x');
b.emit('x');
assert.strictEqual(calls, 1);
assert.ok(a instanceof EventEmitter && Old.super_ === EventEmitter);
const lazy = Object.create(EventEmitter.prototype);
lazy.on('y', () => { calls++; });
lazy.emit('y');
assert.strictEqual(calls, 2);
assert.strictEqual(new EventEmitter().emit('y'), false);
