'use strict';
/* Symbol.asyncDispose closes, once, and resolves when the socket is closed. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const socket = dgram.createSocket('udp4');
let closed = false;
socket.on('close', called('close', () => { closed = true; }));
assert.strictEqual(typeof Symbol.asyncDispose, 'symbol');
socket[Symbol.asyncDispose]().then(called('first', () => {
  assert.ok(closed);
  return socket[Symbol.asyncDispose]();
})).then(called('second'));
