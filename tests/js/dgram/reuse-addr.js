'use strict';
/* Two sockets with reuseAddr share a port; without it they do not. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const first = dgram.createSocket({ type: 'udp4', reuseAddr: true });
first.bind(0, '127.0.0.1', called('first', () => {
  const { port } = first.address();
  const second = dgram.createSocket({ type: 'udp4', reuseAddr: true });
  second.bind(port, '127.0.0.1', called('second', () => {
    const third = dgram.createSocket('udp4');
    third.on('error', called('third', (error) => {
      assert.strictEqual(error.code, 'EADDRINUSE');
      [first, second, third].forEach((socket) => socket.close());
    }));
    third.bind(port, '127.0.0.1');
  }));
}));
