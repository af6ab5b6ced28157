'use strict';
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

/* 127.255.255.255 is the broadcast address of the loopback's net. */
const socket = dgram.createSocket('udp4');
socket.on('message', called('message', (message) => {
  assert.strictEqual(String(message), 'allowed');
  socket.close();
}));
socket.bind(0, called('listening', () => {
  const { port } = socket.address();
  socket.send('x', port, '127.255.255.255', called('refused', (error) => {
    assert.strictEqual(error.code, 'EACCES');
    socket.setBroadcast(true);
    socket.send('allowed', port, '127.255.255.255', called('sent', (error) => assert.ifError(error)));
  }));
}));
