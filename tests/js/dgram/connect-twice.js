'use strict';
const assert = require('assert');
const dgram = require('dgram');
const { called, never } = require('./lib/calls');

const connected = { name: 'Error', code: 'ERR_SOCKET_DGRAM_IS_CONNECTED', message: 'Already connected' };
const socket = dgram.createSocket('udp4');
socket.connect(41848, called('connect', () => {
  assert.throws(() => socket.connect(41849, never('second')), connected);
  socket.close();
}));
assert.throws(() => socket.connect(41849), connected);
