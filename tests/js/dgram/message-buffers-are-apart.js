'use strict';
/* Each datagram has memory of its own, which script may keep and change. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const kept = [];
const socket = dgram.createSocket('udp4', called('message', (message, rinfo) => {
  kept.push({ message, rinfo });
  message[0]++;
  if (kept.length < 3) return;
  assert.deepStrictEqual(kept.map((one) => one.message.toString()), ['b1', 'b2', 'b3']);
  assert.notStrictEqual(kept[0].rinfo, kept[1].rinfo);
  socket.close();
}, 3));
socket.bind(0, '127.0.0.1', () => {
  for (let i = 1; i <= 3; i++) socket.send('a' + i, socket.address().port, '127.0.0.1');
});
