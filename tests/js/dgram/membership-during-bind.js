'use strict';
/* A join during a bind waits for it. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const socket = dgram.createSocket('udp4');
socket.bind(0, '0.0.0.0', called('listening', () => {
  setImmediate(() => {
    assert.throws(() => socket.addMembership('224.0.0.114', '127.0.0.1'), { code: 'EADDRINUSE' });
    socket.close();
  });
}));
socket.addMembership('224.0.0.114', '127.0.0.1');
