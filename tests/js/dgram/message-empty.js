'use strict';
/* A datagram without payload is delivered. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const socket = dgram.createSocket('udp4', called('message', (message, rinfo) => {
  assert.strictEqual(message.length, 0);
  assert.strictEqual(rinfo.size, 0);
  socket.close();
}));
socket.bind(0, '127.0.0.1', () => socket.send(Buffer.alloc(0), socket.address().port, '127.0.0.1'));
