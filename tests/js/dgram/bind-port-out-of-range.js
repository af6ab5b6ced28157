'use strict';
/* Node wraps such a port; here it is an error that names it, and nothing has happened. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const socket = dgram.createSocket('udp4');
for (const port of [-1, 65536, 1.5, 'text', true]) {
  assert.throws(() => socket.bind(port), { name: 'RangeError', code: 'ERR_SOCKET_BAD_PORT' });
  assert.throws(() => socket.bind({ port }), { name: 'RangeError', code: 'ERR_SOCKET_BAD_PORT' });
}
socket.bind(0, '127.0.0.1', called('listening', () => socket.close()));
