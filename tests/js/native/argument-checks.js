// flags: env.TINYGRAM_EXPOSE_INTERNALS=1
'use strict';
const assert = require('assert');

const internals = 'internal/native';
const { UDP } = require(internals)('dgram');

// What no module lets happen, native functions still refuse: with function, position, name, and both types.
const handle = new UDP(4, 0);
const refused = (call, type, message) => assert.throws(call, (error) => {
  assert(error instanceof type, String(error));
  assert.match(error.message, message);
  return true;
});

refused(() => handle.bind(5, 1, 0), TypeError, /^bind: argument 1 \(\w+\) must be a string, got a number$/);
refused(() => handle.bind(), TypeError, /^bind: argument 1 \(\w+\) must be a string, got undefined$/);
refused(() => handle.bind('127.0.0.1', 'x', 0), TypeError,
  /^bind: argument 2 \(port\) must be an integer from 0 to 65535, got a string$/);
refused(() => handle.bind('127.0.0.1', 65536, 0), RangeError,
  /^bind: argument 2 \(port\) must be an integer from 0 to 65535, got 65536$/);
refused(() => handle.bind('127.0.0.1', 1.5, 0), RangeError, /, got 1\.5$/);
refused(() => handle.bind('127.0.0.1', -1, 0), RangeError, /, got -1$/);
refused(() => handle.bind('127.0.0.1', NaN, 0), RangeError, /, got NaN$/);
refused(() => handle.bind.call({}, '127.0.0.1', 1, 0), TypeError, /^bind: `this` must be a UDP$/);
refused(() => handle.bind.call(undefined, '127.0.0.1', 1, 0), TypeError, /^bind: `this` must be a UDP$/);
refused(() => UDP(4, 0), TypeError, /^Class constructor UDP cannot be called without new$/);
handle.close();
