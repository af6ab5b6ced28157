'use strict';
const assert = require('assert');
const dns = require('dns');
const { called } = require('../dgram/lib/calls');

dns.lookup('127.0.0.1', { all: true }, called('literal', (error, list) => {
  assert.strictEqual(error, null);
  assert.deepStrictEqual(list, [{ address: '127.0.0.1', family: 4 }]);
}));
dns.lookup('localhost', { all: true, family: 4 }, called('name', (error, list) => {
  assert.deepStrictEqual(list, [{ address: '127.0.0.1', family: 4 }]);
}));
