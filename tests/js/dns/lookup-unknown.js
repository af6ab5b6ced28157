'use strict';
const assert = require('assert');
const dns = require('dns');
const { called } = require('../dgram/lib/calls');

dns.lookup('nobody.invalid', called('callback', (error) => {
  assert.ok(error instanceof Error);
  assert.ok(error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN', error.code);
  assert.strictEqual(error.errno, error.code === 'ENOTFOUND' ? -3008 : -3001);
  assert.strictEqual(error.syscall, 'getaddrinfo');
  assert.strictEqual(error.hostname, 'nobody.invalid');
  assert.strictEqual(error.message, `getaddrinfo ${error.code} nobody.invalid`);
}));
