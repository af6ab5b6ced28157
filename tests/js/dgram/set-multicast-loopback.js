'use strict';
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const socket = dgram.createSocket('udp4');
socket.bind(0, called('listening', () => {
  assert.strictEqual(socket.setMulticastLoopback(16), 16);
  assert.strictEqual(socket.setMulticastLoopback(0), 0);
  assert.strictEqual(socket.setMulticastLoopback(true), true);
  socket.close();
}));
