'use strict';
/* Without a route to it, an address gives ENETUNREACH (this board has no interface but loopback). */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const socket = dgram.createSocket('udp4');
socket.send('x', 41848, '192.0.2.1', called('callback', (error) => {
  assert.strictEqual(error.message, 'send ENETUNREACH 192.0.2.1:41848');
  socket.close();
}));
