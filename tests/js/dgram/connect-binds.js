'use strict';
/* connect() on an unbound socket binds it first: 'listening' comes before 'connect'. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const events = [];
const socket = dgram.createSocket('udp4');
socket.on('listening', () => events.push('listening'));
socket.on('connect', called('connect', () => {
  assert.deepStrictEqual(events, ['listening']);
  socket.close();
}));
socket.connect(41848, 'localhost');
