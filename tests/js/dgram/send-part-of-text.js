'use strict';
/* Offset and length of a text are bytes. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const server = dgram.createSocket('udp4', called('message', (message) => {
  assert.strictEqual(message.toString('hex'), 'c3bcc39f');
  server.close();
  client.close();
}));
const client = dgram.createSocket('udp4');
server.bind(0, '127.0.0.1', () => client.send('Grüße', 2, 4, server.address().port, '127.0.0.1'));
