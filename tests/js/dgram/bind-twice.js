'use strict';
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const socket = dgram.createSocket('udp4');
const bound = { name: 'Error', code: 'ERR_SOCKET_ALREADY_BOUND', message: 'Socket is already bound' };
socket.bind(0, '127.0.0.1', called('listening', () => {
  assert.throws(() => socket.bind(), bound);
  socket.close();
}));
assert.throws(() => socket.bind(), bound);
