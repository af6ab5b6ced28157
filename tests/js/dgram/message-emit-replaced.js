'use strict';
/* An emit() that somebody put on the socket is the one that is called. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const socket = dgram.createSocket('udp4');
const emit = socket.emit;
socket.on('message', called('message', () => socket.close()));
socket.emit = called('emit', function (event, ...args) {
  if (event === 'message') assert.strictEqual(args[1].size, 1);
  return emit.call(this, event, ...args);
}, 3);
socket.bind(0, '127.0.0.1', () => socket.send('x', socket.address().port, '127.0.0.1'));
