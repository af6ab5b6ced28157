'use strict';
/* There are no file descriptors: the error says so, and the socket can still be bound. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const socket = dgram.createSocket('udp4');
assert.throws(() => socket.bind({ fd: 5 }), (error) => {
  assert.ok(error instanceof TypeError);
  assert.strictEqual(error.code, 'ERR_INVALID_FD_TYPE');
  assert.ok(/^Unsupported fd type: .*5.*descriptor/.test(error.message), error.message);
  return true;
});
socket.bind(0, '127.0.0.1', called('listening', () => socket.close()));
