'use strict';
const assert = require('assert');
const dgram = require('dgram');
const { called, never } = require('./lib/calls');

const socket = dgram.createSocket('udp4');
socket.on('error', called('error', (error) => {
  assert.ok(error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN', error.code);
  assert.strictEqual(error.syscall, 'getaddrinfo');
  assert.strictEqual(error.hostname, 'nobody.invalid');
  assert.strictEqual(error.message, `getaddrinfo ${error.code} nobody.invalid`);
  socket.close();
}));
socket.bind(0, 'nobody.invalid', never('listening'));
