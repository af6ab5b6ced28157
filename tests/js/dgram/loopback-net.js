'use strict';
/* All of 127/8 is this host: addresses of it can be bound, are told apart, and answer. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const one = dgram.createSocket('udp4');
const two = dgram.createSocket('udp4', called('message', (message, rinfo) => {
  assert.strictEqual(message.toString(), 'to two');
  two.send('back', rinfo.port, rinfo.address);
}));
one.on('message', called('answer', (message, rinfo) => {
  assert.strictEqual(message.toString(), 'back');
  assert.strictEqual(rinfo.address, '127.0.0.2');
  one.close();
  two.close();
}));
two.bind(0, '127.0.0.2', () => {
  const { port } = two.address();
  one.bind(port, '127.45.67.89', () => one.send('to two', port, '127.0.0.2'));
});
