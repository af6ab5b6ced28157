'use strict';
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const forms = [[''], [Buffer.alloc(0)], [[]], [Buffer.alloc(4), 0, 0], [Buffer.alloc(4), 4, 0], [[Buffer.alloc(0), '']]];
let left = forms.length;
const socket = dgram.createSocket('udp4', called('message', (message) => {
  assert.strictEqual(message.length, 0);
  if (--left === 0) socket.close();
}, left));
socket.bind(0, '127.0.0.1', () => {
  for (const form of forms) {
    socket.send(...form, socket.address().port, '127.0.0.1', called('callback', (error, bytes) => {
      assert.strictEqual(error, null);
      assert.strictEqual(bytes, 0);
    }));
  }
});
