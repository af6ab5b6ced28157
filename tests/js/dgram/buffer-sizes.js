'use strict';
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const socket = dgram.createSocket('udp4');
socket.bind(0, called('listening', () => {
  assert.ok(socket.getRecvBufferSize() > 0);
  assert.ok(socket.getSendBufferSize() > 0);
  assert.strictEqual(socket.setRecvBufferSize(10000), undefined);
  assert.strictEqual(socket.setSendBufferSize(12000), undefined);
  /* Linux doubles what is asked for. */
  assert.ok([10000, 20000].includes(socket.getRecvBufferSize()));
  assert.ok([12000, 24000].includes(socket.getSendBufferSize()));
  for (const size of [-1, Infinity, NaN, 1.5, 4294967296, 'Doh!', undefined, null]) {
    const error = { name: 'TypeError', code: 'ERR_SOCKET_BAD_BUFFER_SIZE', message: 'Buffer size must be a positive integer' };
    assert.throws(() => socket.setRecvBufferSize(size), error);
    assert.throws(() => socket.setSendBufferSize(size), error);
  }
  socket.close();
}));
