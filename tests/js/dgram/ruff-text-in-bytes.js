'use strict';
/* Offset and length of a text count bytes, not characters. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const socket = dgram.createSocket(called('message', (message) => {
  assert.strictEqual(message.toString(), 'é');
  socket.close();
}));
socket.bind(() => socket.send('aéb', 1, 2, socket.address().port, '127.0.0.1'));
