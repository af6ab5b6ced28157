'use strict';
/* The list may be changed as soon as send() has returned. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const server = dgram.createSocket('udp4', called('message', (message) => {
  assert.strictEqual(message.toString(), 'abcd');
  server.close();
  client.close();
}));
const client = dgram.createSocket('udp4');
server.bind(0, '127.0.0.1', () => {
  const list = [Buffer.from('ab'), 'cd'];
  client.send(list, server.address().port, 'localhost');
  list.splice(0, 2);
});
