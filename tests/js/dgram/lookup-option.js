'use strict';
/* The socket's own lookup gets host, family and callback, for literals and defaults too. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const asked = [];
const lookup = called('lookup', (host, family, done) => {
  asked.push([host, family]);
  process.nextTick(done, null, host === 'me' ? '127.0.0.1' : host, family);
}, 4);
let left = 3;
const socket = dgram.createSocket({ type: 'udp4', lookup }, called('message', () => {
  if (--left > 0) return;
  assert.deepStrictEqual(asked, [['me', 4], ['me', 4], ['127.0.0.1', 4], ['127.0.0.1', 4]]);
  socket.close();
}, 3));
socket.bind(0, 'me', () => {
  const { port } = socket.address();
  socket.send('x', port, 'me', () => socket.send('x', port, '127.0.0.1', () => socket.send('x', port)));
});
