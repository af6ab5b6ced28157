'use strict';
/* An address of the other family is no address of this socket. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

for (const [type, address] of [['udp4', '::1'], ['udp6', '127.0.0.1']]) {
  const socket = dgram.createSocket(type);
  socket.on('error', called(type, (error) => {
    assert.strictEqual(error.message, `bind EINVAL ${address}`);
    socket.close();
  }));
  socket.bind(0, address);
}
