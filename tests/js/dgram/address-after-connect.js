'use strict';
/* connect() chooses the source address, which address() then shows; disconnect() gives it back. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const socket = dgram.createSocket('udp4');
socket.connect(9, '127.0.0.1', called('connect', () => {
  const { address, port } = socket.address();
  assert.strictEqual(address, '127.0.0.1');
  assert.ok(port > 0);
  socket.close();
}));
