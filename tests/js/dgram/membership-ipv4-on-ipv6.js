'use strict';
/* An IPv6 socket joins IPv4 groups by their own text, not by the mapped form. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const socket = dgram.createSocket('udp6');
socket.bind(0, called('listening', () => {
  socket.addMembership('239.1.1.1');
  assert.throws(() => socket.addMembership('239.1.1.1'), { code: 'EADDRINUSE' });
  assert.throws(() => socket.addMembership('::ffff:239.1.1.1'), { code: 'EINVAL' });
  socket.dropMembership('239.1.1.1');
  socket.setMulticastInterface('127.0.0.1');
  socket.setMulticastInterface('::ffff:127.0.0.1');
  socket.close();
}));
