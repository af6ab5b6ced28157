'use strict';
/* More than a datagram can hold: an error in the callback, with Node's fields. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const socket = dgram.createSocket('udp4');
const buffer = Buffer.alloc(65508);
socket.send(buffer, 0, buffer.length, 12345, '127.0.0.1', called('callback', (error) => {
  assert.ok(error instanceof Error);
  assert.strictEqual(error.message, 'send EMSGSIZE 127.0.0.1:12345');
  assert.strictEqual(error.code, 'EMSGSIZE');
  assert.strictEqual(error.errno, -90);
  assert.strictEqual(error.syscall, 'send');
  assert.strictEqual(error.address, '127.0.0.1');
  assert.strictEqual(error.port, 12345);
  socket.close();
}));
