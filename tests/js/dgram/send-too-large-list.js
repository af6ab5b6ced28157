'use strict';
/* The sum of a list counts. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const part = Buffer.alloc(16384);
const socket = dgram.createSocket('udp4');
socket.bind(0, '127.0.0.1', () => {
  socket.send([part, part, part, part], 12345, '127.0.0.1', called('callback', (error) => {
    assert.strictEqual(error.code, 'EMSGSIZE');
    socket.close();
  }));
});
