'use strict';
/* A literal of the other family is an address that this socket cannot send to. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

for (const [type, address] of [['udp4', '::1'], ['udp6', '127.0.0.1']]) {
  const socket = dgram.createSocket(type);
  socket.bind(0, () => socket.send('x', 41848, address, called(type, (error) => {
    assert.strictEqual(error.code, 'EINVAL');
    assert.strictEqual(error.syscall, 'send');
    assert.strictEqual(error.address, address);
    assert.strictEqual(error.port, 41848);
    socket.close();
  })));
}
