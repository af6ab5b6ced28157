'use strict';
/* A failed look-up goes to connect()'s callback, else to 'error'; then one can connect again. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const failure = new Error('no such host');
const lookup = (host, family, done) => process.nextTick(() => (host === 'nobody' ? done(failure) : done(null, host)));
const socket = dgram.createSocket({ type: 'udp4', lookup });
socket.connect(41848, 'nobody', called('callback', (error) => {
  assert.strictEqual(error, failure);
  assert.strictEqual(socket.listenerCount('connect'), 0);
  socket.once('error', called('error', (second) => {
    assert.strictEqual(second, failure);
    socket.connect(41848, '127.0.0.1', called('connect', () => socket.close()));
  }));
  socket.connect(41848, 'nobody');
}));
