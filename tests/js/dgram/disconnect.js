'use strict';
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const socket = dgram.createSocket('udp4');
const notConnected = { name: 'Error', code: 'ERR_SOCKET_DGRAM_NOT_CONNECTED', message: 'Not connected' };
assert.throws(() => socket.disconnect(), notConnected);
assert.throws(() => socket.remoteAddress(), notConnected);
socket.connect(41848, called('connect', () => {
  socket.disconnect();
  assert.throws(() => socket.disconnect(), notConnected);
  assert.throws(() => socket.remoteAddress(), notConnected);
  assert.throws(() => socket.send('x'), { code: 'ERR_SOCKET_BAD_PORT' });
  socket.connect(41849, called('second connect', () => {
    assert.strictEqual(socket.remoteAddress().port, 41849);
    socket.close();
  }));
}));
assert.throws(() => socket.disconnect(), notConnected);
