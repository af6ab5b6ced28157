'use strict';
/* When the join then fails, that is an 'error' event. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const socket = dgram.createSocket('udp4');
socket.on('error', called('error', (error) => {
  assert.strictEqual(error.message, 'addMembership EINVAL');
  socket.close();
}));
socket.bind(0);
socket.addMembership('10.0.0.1');
