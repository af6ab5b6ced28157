'use strict';
/* A socket whose bind has failed can be bound to something else. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const socket = dgram.createSocket('udp4');
socket.once('error', called('error', (error) => {
  assert.strictEqual(error.code, 'EADDRNOTAVAIL');
  socket.bind(0, '127.0.0.1', called('listening', () => socket.close()));
}));
socket.bind(0, '192.0.2.1');
