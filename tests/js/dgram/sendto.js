'use strict';
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const socket = dgram.createSocket('udp4', called('message', (message) => {
  assert.strictEqual(message.toString(), 'ell');
  socket.close();
}));
assert.throws(() => socket.sendto(), { message: 'The "offset" argument must be of type number. Received undefined' });
assert.throws(() => socket.sendto('x', 1, 'a', 1, 'h'), { message: /^The "length" argument must be of type number/ });
assert.throws(() => socket.sendto('x', 1, 1, 'a', 'h'), { message: /^The "port" argument must be of type number/ });
assert.throws(() => socket.sendto('x', 1, 1, 1, false), { message: /^The "address" argument must be of type string/ });
socket.bind(0, '127.0.0.1', () => socket.sendto('hello', 1, 3, socket.address().port, '127.0.0.1', called('callback')));
