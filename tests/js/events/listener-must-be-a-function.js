'use strict';
const assert = require('assert');
const EventEmitter = require('events');
const e = new EventEmitter();
for (const name of ['on', 'once', 'addListener', 'prependListener', 'prependOnceListener', 'removeListener', 'off']) {
  assert.throws(() => e[name]('x', null), {
    name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE',
    message: 'The "listener" argument must be of type function. Received null'
  });
}
