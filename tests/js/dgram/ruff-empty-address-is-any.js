'use strict';
/* An empty address of Ruff's send() is 0.0.0.0, as on Linux, and not Node's default, 127.0.0.1: both reach this host. */
const assert = require('assert');
const dgram = require('dgram');
const dns = require('dns');
const { called } = require('./lib/calls');

const original = dns.lookup;
const hosts = [];
dns.lookup = (host, family, done) => {
  hosts.push(host);
  original(host, family, done);
};
const socket = dgram.createSocket(called('message', () => socket.close()));
socket.bind(() => {
  hosts.length = 0;
  socket.send('hello', 0, 5, socket.address().port, '', called('sent'));
  assert.deepStrictEqual(hosts, ['0.0.0.0']);
});
