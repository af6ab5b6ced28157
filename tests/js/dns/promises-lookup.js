'use strict';
const assert = require('assert');
const dns = require('dns');
const { called } = require('../dgram/lib/calls');

dns.promises.lookup('localhost', 4).then(called('plain', (found) => {
  assert.deepStrictEqual(found, { address: '127.0.0.1', family: 4 });
}));
dns.promises.lookup('::1').then(called('literal', (found) => {
  assert.deepStrictEqual(found, { address: '::1', family: 6 });
}));
dns.promises.lookup('localhost', { family: 4, all: true }).then(called('all', (found) => {
  assert.deepStrictEqual(found, [{ address: '127.0.0.1', family: 4 }]);
}));
dns.promises.lookup('nobody.invalid').then(() => assert.fail('found'), called('unknown', (error) => {
  assert.strictEqual(error.hostname, 'nobody.invalid');
}));
