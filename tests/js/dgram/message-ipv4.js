'use strict';
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const client = dgram.createSocket('udp4');
const server = dgram.createSocket('udp4', called('message', (message, rinfo) => {
  assert.ok(Buffer.isBuffer(message));
  assert.strictEqual(message.toString(), 'hello');
  assert.deepStrictEqual(rinfo, { address: '127.0.0.1', family: 'IPv4', port: client.address().port, size: 5 });
  server.close();
  client.close();
}));
server.bind(0, '127.0.0.1', () => client.send('hello', server.address().port, '127.0.0.1'));
