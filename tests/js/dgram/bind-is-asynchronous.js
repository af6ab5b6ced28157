'use strict';
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const socket = dgram.createSocket('udp4');
let returned = false;
socket.on('listening', called('listening', () => {
  assert.ok(returned);
  socket.close();
}));
socket.bind(0, '127.0.0.1');
assert.throws(() => socket.address(), { code: 'EBADF' });
returned = true;
