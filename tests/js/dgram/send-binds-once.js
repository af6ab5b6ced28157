'use strict';
/* Sends on an unbound socket bind it once and go out when it is bound, in order. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const expected = ['1', '2', '3'];
const server = dgram.createSocket('udp4', called('message', (message) => {
  assert.strictEqual(message.toString(), expected.shift());
  if (expected.length > 0) return;
  server.close();
  client.close();
}, 3));
const client = dgram.createSocket('udp4');
client.on('listening', called('listening', () => {
  assert.strictEqual(client.address().address, '0.0.0.0');
}));
server.bind(0, '127.0.0.1', () => {
  for (const text of ['1', '2', '3']) client.send(text, server.address().port, '127.0.0.1');
  assert.throws(() => client.bind(), { code: 'ERR_SOCKET_ALREADY_BOUND' });
});
