'use strict';
/* The largest datagram over IPv4 that loopback carries in one piece of work: 8 KiB comes back whole. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const bytes = Buffer.alloc(8192, 'tinygram');
const socket = dgram.createSocket('udp4', called('message', (message, rinfo) => {
  assert.strictEqual(rinfo.size, 8192);
  assert.ok(message.equals(bytes));
  socket.close();
}));
socket.bind(0, '127.0.0.1', () => socket.send(bytes, socket.address().port, '127.0.0.1'));
