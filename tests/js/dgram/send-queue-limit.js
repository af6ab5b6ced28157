'use strict';
/* 256 sends may wait; one more fails with ENOBUFS. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const socket = dgram.createSocket('udp4');
for (let i = 0; i < 256; i++) socket.send('x', 41848, '127.0.0.1');
assert.strictEqual(socket.getSendQueueCount(), 256);
assert.strictEqual(socket.getSendQueueSize(), 256);
socket.send('x', 41848, '127.0.0.1', called('callback', (error) => {
  assert.strictEqual(error.message, 'send ENOBUFS 127.0.0.1:41848');
  socket.close();
}));
