'use strict';
/* A list may have any number of pieces. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const list = [];
for (let i = 0; i < 200; i++) list.push(i % 2 ? Buffer.from([i]) : String.fromCharCode(65 + i % 26));
const server = dgram.createSocket('udp4', called('message', (message) => {
  assert.ok(message.equals(Buffer.concat(list.map((one) => Buffer.from(one)))));
  server.close();
  client.close();
}));
const client = dgram.createSocket('udp4');
server.bind(0, '127.0.0.1', () => client.send(list, server.address().port, '127.0.0.1', called('callback', (error, bytes) => {
  assert.strictEqual(bytes, 200);
})));
