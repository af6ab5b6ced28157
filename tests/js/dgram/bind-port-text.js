'use strict';
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const socket = dgram.createSocket('udp4');
socket.bind('41847', '127.0.0.1', called('listening', () => {
  assert.strictEqual(socket.address().port, 41847);
  socket.close();
}));
