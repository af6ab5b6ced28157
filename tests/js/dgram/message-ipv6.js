'use strict';
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const client = dgram.createSocket('udp6');
const server = dgram.createSocket('udp6', called('message', (message, rinfo) => {
  assert.strictEqual(message.toString(), 'hello');
  assert.deepStrictEqual(rinfo, { address: '::1', family: 'IPv6', port: client.address().port, size: 5 });
  server.close();
  client.close();
}));
server.bind(0, '::1', () => client.send('hello', server.address().port, '::1'));
