'use strict';
/* To the callback where there is one, else to 'error'. */
const assert = require('assert');
const dgram = require('dgram');
const { called, never } = require('./lib/calls');

const socket = dgram.createSocket('udp4');
const check = (error) => {
  assert.ok(error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN', error.code);
  assert.strictEqual(error.hostname, 'nobody.invalid');
};
const unexpected = never('error');
socket.on('error', unexpected);
socket.send('x', 41848, 'nobody.invalid', called('callback', (error) => {
  check(error);
  socket.removeListener('error', unexpected);
  socket.on('error', called('error', (second) => {
    check(second);
    socket.close();
  }));
  socket.send('x', 41848, 'nobody.invalid');
}));
