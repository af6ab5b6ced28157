'use strict';
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const socket = dgram.createSocket({ type: 'udp4', recvBufferSize: 10000, sendBufferSize: 15000 });
socket.bind(0, called('listening', () => {
  assert.ok([10000, 20000].includes(socket.getRecvBufferSize()));
  assert.ok([15000, 30000].includes(socket.getSendBufferSize()));
  socket.close();
}));
