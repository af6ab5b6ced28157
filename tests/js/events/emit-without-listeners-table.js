'use strict';
const assert = require('assert');
const EventEmitter = require('events');
assert.strictEqual(EventEmitter.prototype.emit.call({}, 'x'), false);
assert.strictEqual(EventEmitter.prototype.emit.call({ _events: { x: 5 } }, 'y'), false);
assert.throws(() => EventEmitter.prototype.emit.call({}, 'error', new RangeError('r')), RangeError);
