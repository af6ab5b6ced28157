'use strict';
const assert = require('assert');
const dns = require('dns');
const { called } = require('../dgram/lib/calls');

dns.lookup('localhost', { family: 6 }, called('lookup', (error, address, family) => {
  assert.ifError(error);
  assert.strictEqual(address, '::1');
  assert.strictEqual(family, 6);
}));
