'use strict';
const assert = require('assert');
const EventEmitter = require('events');
const e = new EventEmitter();
assert.throws(() => e.emit('error', 'text'), {
  name: 'Error', code: 'ERR_UNHANDLED_ERROR', message: "Unhandled error. ('text')", context: 'text'
});
assert.throws(() => e.emit('error', { a: 1 }), { code: 'ERR_UNHANDLED_ERROR', message: 'Unhandled error. ({ a: 1 })' });
assert.throws(() => e.emit('error'), { code: 'ERR_UNHANDLED_ERROR', message: 'Unhandled error. (undefined)' });
