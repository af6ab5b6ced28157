'use strict';
const assert = require('assert');
const EventEmitter = require('events');
const e = new EventEmitter();
const error = new RangeError('mine');
assert.throws(() => e.emit('error', error), (thrown) => thrown === error);
