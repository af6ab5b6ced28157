'use strict';
const assert = require('assert');
const EventEmitter = require('events');
const e = new EventEmitter();
e.on('x', () => { throw new TypeError('inside'); });
assert.throws(() => e.emit('x'), { name: 'TypeError', message: 'inside' });
e.on('x', () => { throw new Error('not reached'); });
assert.throws(() => e.emit('x'), { message: 'inside' });
