'use strict';
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const socket = dgram.createSocket({ type: 'udp4', ipv6Only: true });
socket.on('error', called('error', (error) => {
  assert.strictEqual(error.message, 'bind EINVAL 0.0.0.0');
  socket.close();
}));
socket.bind();
