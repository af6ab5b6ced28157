'use strict';
/* close() after a send() that binds: the socket is bound first, and 'close' is the last event. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const events = [];
const socket = dgram.createSocket('udp4');
socket.on('listening', () => events.push('listening'));
socket.send('x', 9, '127.0.0.1');
socket.close(called('close', () => {
  events.push('close');
  assert.deepStrictEqual(events, ['listening', 'close']);
}));
