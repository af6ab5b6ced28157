'use strict';
/* A dual-stack socket shows IPv4 peers as mapped addresses, and sends to them. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const server = dgram.createSocket('udp6', called('request', (message, rinfo) => {
  assert.strictEqual(rinfo.address, '::ffff:127.0.0.1');
  assert.strictEqual(rinfo.family, 'IPv6');
  server.send('answer', rinfo.port, rinfo.address);
}));
const client = dgram.createSocket('udp4', called('answer', (message, rinfo) => {
  assert.strictEqual(rinfo.address, '127.0.0.1');
  assert.strictEqual(message.toString(), 'answer');
  server.close();
  client.close();
}));
server.bind(0, () => client.send('request', server.address().port, '127.0.0.1'));
