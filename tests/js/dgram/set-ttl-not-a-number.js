'use strict';
/* NaN is 0 to both setters, and comes back from the one that takes 0. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const socket = dgram.createSocket('udp4');
socket.bind(0, called('listening', () => {
  assert.ok(Number.isNaN(socket.setMulticastTTL(NaN)));
  assert.throws(() => socket.setTTL(NaN), { code: 'EINVAL' });
  socket.close();
}));
