'use strict';
/* The bind's error is an 'error' event; what waited is dropped, and a later send binds again. */
const assert = require('assert');
const dgram = require('dgram');
const { called, never } = require('./lib/calls');

let fail = true;
const lookup = (host, family, done) => process.nextTick(() => (fail ? done(new Error('no')) : done(null, host)));
const socket = dgram.createSocket({ type: 'udp4', lookup });
socket.on('error', called('error', (error) => {
  assert.strictEqual(error.message, 'no');
  assert.strictEqual(socket.getSendQueueCount(), 0);
  assert.strictEqual(socket.listenerCount('listening'), 0);
  fail = false;
  socket.send('x', 41848, '127.0.0.1', called('second send', (failure) => {
    assert.strictEqual(failure, null);
    socket.close();
  }));
}));
socket.send('x', 41848, '127.0.0.1', never('first send'));
