'use strict';
/* A datagram is of at most 1,024 pieces, as on Linux (IOV_MAX). */
const assert = require('assert');
const dgram = require('dgram');

const socket = dgram.createSocket('udp4');
socket.bind(0, '127.0.0.1', () => {
  const { port } = socket.address();
  socket.send(new Array(1025).fill(''), port, '127.0.0.1', (error) => {
    assert.strictEqual(error.code, 'EMSGSIZE');
    socket.send(new Array(1024).fill('x'), port, '127.0.0.1', (none, bytes) => {
      assert.strictEqual(none, null);
      assert.strictEqual(bytes, 1024);
    });
  });
});
socket.on('message', (message) => {
  assert.strictEqual(message.length, 1024);
  socket.close();
});
