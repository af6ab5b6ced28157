'use strict';
/* dns.lookup() can be replaced, before and after the socket is made. */
const assert = require('assert');
const dgram = require('dgram');
const dns = require('dns');
const { called } = require('./lib/calls');

const original = dns.lookup;
const late = dgram.createSocket('udp4', called('message', () => late.close()));
dns.lookup = called('first', (host, family, done) => original(host, family, done));
const early = dgram.createSocket('udp4');
early.bind(0, '127.0.0.1', () => {
  early.close();
  dns.lookup = original;
  late.bind(0, '127.0.0.1', () => {
    const { port } = late.address();
    dns.lookup = called('second', (host, family, done) => {
      assert.strictEqual(host, '127.0.0.1');
      assert.strictEqual(family, 4);
      process.nextTick(done, null, '127.0.0.1', 4);
    });
    late.send('x', port, '127.0.0.1');
    dns.lookup = original;
  });
});
