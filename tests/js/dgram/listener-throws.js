'use strict';
/* An exception in a listener is an uncaught one, and the socket lives on. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

process.on('uncaughtException', called('uncaughtException', (error) => {
  assert.strictEqual(error.message, 'first');
}));
const socket = dgram.createSocket('udp4', called('message', (message) => {
  if (message.toString() === '1') throw new Error('first');
  socket.close();
}, 2));
socket.bind(0, '127.0.0.1', () => {
  socket.send('1', socket.address().port, '127.0.0.1');
  socket.send('2', socket.address().port, '127.0.0.1');
});
