'use strict';
/* Over IPv6 the limit is 65,487 bytes. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const socket = dgram.createSocket('udp6');
socket.bind(0, '::1', () => {
  socket.send(new Uint8Array(65488), 12345, '::1', called('callback', (error) => {
    assert.strictEqual(error.message, 'send EMSGSIZE ::1:12345');
    socket.close();
  }));
});
