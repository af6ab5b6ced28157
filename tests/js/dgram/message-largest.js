'use strict';
/* 65,507 bytes go over IPv4 in one datagram. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const SIZE = 65507;
const socket = dgram.createSocket('udp4', called('message', (message, rinfo) => {
  assert.strictEqual(rinfo.size, SIZE);
  assert.strictEqual(message.length, SIZE);
  for (let i = 0; i < SIZE; i += 997) assert.strictEqual(message[i], i & 255);
  socket.close();
}));
socket.bind(0, '127.0.0.1', () => {
  const bytes = new Uint8Array(SIZE);
  for (let i = 0; i < SIZE; i += 997) bytes[i] = i & 255;
  socket.send(bytes, socket.address().port, '127.0.0.1', called('callback', (error, sent) => {
    assert.strictEqual(error, null);
    assert.strictEqual(sent, SIZE);
  }));
});
