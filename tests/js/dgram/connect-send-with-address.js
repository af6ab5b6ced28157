'use strict';
/* A connected socket takes no port and no address. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const socket = dgram.createSocket('udp4');
const connected = { name: 'Error', code: 'ERR_SOCKET_DGRAM_IS_CONNECTED', message: 'Already connected' };
socket.connect(41848, called('connect', () => {
  assert.throws(() => socket.send('x', 0, 1, 41848), connected);
  assert.throws(() => socket.send('x', 0, 1, 41848, '127.0.0.1'), connected);
  assert.throws(() => socket.send('x', 41848, '127.0.0.1', () => {}), connected);
  socket.close();
}));
