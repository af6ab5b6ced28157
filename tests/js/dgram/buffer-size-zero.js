'use strict';
/* 0 is not positive. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const socket = dgram.createSocket('udp4');
socket.bind(0, called('listening', () => {
  assert.throws(() => socket.setRecvBufferSize(0), { code: 'ERR_SOCKET_BAD_BUFFER_SIZE' });
  assert.throws(() => socket.setSendBufferSize(0), { code: 'ERR_SOCKET_BAD_BUFFER_SIZE' });
  socket.close();
}));
