'use strict';
/* getSendQueueSize() and -Count() tell what waits for the bind or for a look-up. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

let answer;
const lookup = (host, family, done) => (host === 'later' ? answer = done : done(null, host));
const socket = dgram.createSocket({ type: 'udp4', lookup });
const waiting = () => [socket.getSendQueueCount(), socket.getSendQueueSize()];
assert.deepStrictEqual(waiting(), [0, 0]);
socket.bind(0, '127.0.0.1', called('listening', () => {
  assert.deepStrictEqual(waiting(), [0, 0]);
  socket.send(['ab', Buffer.from('cde')], 41848, 'later');
  assert.deepStrictEqual(waiting(), [1, 5]);
  answer(null, '127.0.0.1');
  assert.deepStrictEqual(waiting(), [0, 0]);
  socket.close();
}));
