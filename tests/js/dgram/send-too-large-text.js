'use strict';
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const socket = dgram.createSocket('udp4');
socket.bind(0, '127.0.0.1', () => {
  socket.send('é'.repeat(33000), 12345, '127.0.0.1', called('callback', (error) => {
    assert.strictEqual(error.code, 'EMSGSIZE');
    socket.close();
  }));
});
