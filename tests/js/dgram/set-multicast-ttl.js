'use strict';
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const socket = dgram.createSocket('udp4');
socket.bind(0, called('listening', () => {
  for (const ttl of [0, 1, 255]) assert.strictEqual(socket.setMulticastTTL(ttl), ttl);
  for (const ttl of [256, 1000, -1]) {
    assert.throws(() => socket.setMulticastTTL(ttl), { code: 'EINVAL', message: 'setMulticastTTL EINVAL' });
  }
  assert.throws(() => socket.setMulticastTTL('foo'), { code: 'ERR_INVALID_ARG_TYPE' });
  socket.close();
}));
