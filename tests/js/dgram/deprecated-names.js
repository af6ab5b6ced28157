'use strict';
/* The old private names work, and warn once for all of them. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

process.on('warning', called('warning', (warning) => {
  assert.strictEqual(warning.name, 'DeprecationWarning');
  assert.strictEqual(warning.code, 'DEP0112');
  assert.strictEqual(warning.message, 'Socket.prototype._handle is deprecated');
}));
const socket = dgram.createSocket({ type: 'udp4', reuseAddr: true });
assert.strictEqual(typeof socket._handle, 'object');
assert.strictEqual(socket._receiving, false);
assert.strictEqual(socket._bindState, 0);
assert.strictEqual(socket._queue, undefined);
assert.strictEqual(socket._reuseAddr, true);
socket._reuseAddr = false;
assert.strictEqual(socket._reuseAddr, false);
socket._healthCheck();
socket._stopReceiving();
socket.close(called('close', () => {
  assert.strictEqual(socket._handle, null);
  assert.throws(() => socket._healthCheck(), { code: 'ERR_SOCKET_DGRAM_NOT_RUNNING' });
}));
