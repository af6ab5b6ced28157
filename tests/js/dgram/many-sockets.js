'use strict';
/* Eight sockets bound at once, each with its own datagrams. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const sockets = [];
let left = 8;
for (let i = 0; i < 8; i++) {
  const socket = dgram.createSocket('udp4', called('message ' + i, (message) => {
    assert.strictEqual(message.toString(), String(i));
    if (--left === 0) sockets.forEach((one) => one.close());
  }));
  sockets.push(socket);
  socket.bind(0, '127.0.0.1', () => socket.send(String(i), socket.address().port, '127.0.0.1'));
}
