'use strict';
/* A server and a client in the Ruff dialect. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const server = dgram.createSocket(called('request', (message, rinfo) => {
  assert.strictEqual(message.toString(), 'ping');
  server.send('pong!', 0, 4, rinfo.port, rinfo.address);
}));
server.bind({ port: 0, address: '127.0.0.1' }, () => {
  const client = dgram.createSocket();
  client.on('message', called('answer', (message) => {
    assert.strictEqual(message.toString(), 'pong');
    client.close(() => server.close());
  }));
  const text = new Buffer('ping');
  client.send(text, 0, text.length, server.address().port, '127.0.0.1', called('callback', (error) => {
    assert.ok(!error);
  }));
});
