'use strict';
const assert = require('assert');
const EventEmitter = require('events');
assert.strictEqual(typeof EventEmitter.prototype.emit, 'function');
assert.strictEqual(EventEmitter.name, 'EventEmitter');
assert.strictEqual(EventEmitter.EventEmitter, EventEmitter);
assert.strictEqual(require('node:events'), EventEmitter);
