'use strict';
/* When the bind fails that close() waits for, 'error' comes, and the socket is closed all the same. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const events = [];
const lookup = (host, family, done) => process.nextTick(done, new Error('no'));
const socket = dgram.createSocket({ type: 'udp4', lookup });
socket.on('error', called('error', () => events.push('error')));
socket.send('x', 9, '127.0.0.1');
socket.close(called('close', () => {
  events.push('close');
  assert.deepStrictEqual(events, ['error', 'close']);
}));
