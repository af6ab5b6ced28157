'use strict';
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const socket = dgram.createSocket('udp4');
socket.bind(0, '127.0.0.1', called('listening', () => {
  for (const address of [[], 0, 1, true, false, {}, Symbol('s')]) {
    assert.throws(() => socket.send('x', 41848, address), {
      name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE', message: /^The "address" argument must be of type string\. Received /
    });
  }
  socket.close();
}));
