'use strict';
/* Every byte value arrives as it was sent. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const bytes = Buffer.alloc(1024);
for (let i = 0; i < bytes.length; i++) bytes[i] = i;
const socket = dgram.createSocket('udp4', called('message', (message) => {
  assert.ok(message.equals(bytes));
  socket.close();
}));
socket.bind(0, '127.0.0.1', () => socket.send(bytes, socket.address().port, '127.0.0.1'));
