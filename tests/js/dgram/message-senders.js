'use strict';
/* Datagrams of several senders carry each its own port. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const clients = [dgram.createSocket('udp4'), dgram.createSocket('udp4'), dgram.createSocket('udp4')];
let left = 6;
const server = dgram.createSocket('udp4', called('message', (message, rinfo) => {
  assert.strictEqual(rinfo.port, clients[Number(message.toString())].address().port);
  if (--left === 0) [server, ...clients].forEach((socket) => socket.close());
}, 6));
server.bind(0, '127.0.0.1', () => {
  for (let round = 0; round < 2; round++) {
    clients.forEach((client, i) => client.send(String(i), server.address().port, '127.0.0.1'));
  }
});
