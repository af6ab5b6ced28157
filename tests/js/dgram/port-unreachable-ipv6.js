'use strict';
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const nobody = dgram.createSocket('udp6');
nobody.bind(0, '::1', () => {
  const { port } = nobody.address();
  nobody.close();
  const socket = dgram.createSocket('udp6');
  socket.on('error', called('error', (error) => {
    assert.strictEqual(error.code, 'ECONNREFUSED');
    socket.close();
  }));
  socket.connect(port, '::1', () => socket.send('x'));
});
