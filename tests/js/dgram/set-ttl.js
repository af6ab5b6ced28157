'use strict';
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const socket = dgram.createSocket('udp4');
socket.bind(0, called('listening', () => {
  for (const ttl of [1, 16, 255]) assert.strictEqual(socket.setTTL(ttl), ttl);
  for (const ttl of [0, 256, 1000, -1, NaN, Infinity]) {
    assert.throws(() => socket.setTTL(ttl), { code: 'EINVAL', message: 'setTTL EINVAL' });
  }
  assert.throws(() => socket.setTTL('foo'), {
    name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE',
    message: 'The "ttl" argument must be of type number. Received type string (\'foo\')'
  });
  assert.throws(() => socket.setTTL(), { code: 'ERR_INVALID_ARG_TYPE' });
  socket.close();
}));
