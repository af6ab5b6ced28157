'use strict';
// network: link
// flags: ip=192.168.77.2/24
/* A broadcast address is refused until setBroadcast(true). */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const socket = dgram.createSocket('udp4');
socket.send('x', 41848, '255.255.255.255', called('callback', (error) => {
  assert.strictEqual(error.message, 'send EACCES 255.255.255.255:41848');
  assert.strictEqual(error.errno, -13);
  socket.close();
}));
