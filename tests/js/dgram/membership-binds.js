'use strict';
/* A join on an unbound socket binds it at once; 'listening' follows. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const socket = dgram.createSocket('udp4');
socket.addMembership('224.0.0.114', '127.0.0.1');
const { port } = socket.address();
assert.ok(port > 0);
assert.throws(() => socket.bind(), { code: 'ERR_SOCKET_ALREADY_BOUND' });
socket.setMulticastTTL(1);
socket.on('listening', called('listening', () => {
  assert.strictEqual(socket.address().port, port);
  socket.dropMembership('224.0.0.114', '127.0.0.1');
  socket.close();
}));
