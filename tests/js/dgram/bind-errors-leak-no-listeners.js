'use strict';
const assert = require('assert');
const dgram = require('dgram');
const { called, never } = require('./lib/calls');

process.on('warning', never('warning'));
const reserved = dgram.createSocket('udp4');
reserved.bind(0, () => {
  const { port } = reserved.address();
  const socket = dgram.createSocket('udp4');
  let errors = 0;
  socket.on('error', called('error', () => {
    errors++;
    if (errors < 20) {
      socket.bind(port, never('listening'));
    } else {
      process.nextTick(() => {
        assert.strictEqual(socket.listenerCount('listening'), 0);
        assert.strictEqual(socket.listenerCount('error'), 1);
        socket.close();
        reserved.close();
      });
    }
  }, 20));
  socket.bind(port, never('listening'));
});
