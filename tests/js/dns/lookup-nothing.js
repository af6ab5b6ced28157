'use strict';
/* No name: no address, and no error. */
const assert = require('assert');
const dns = require('dns');
const { called } = require('../dgram/lib/calls');

for (const name of ['', null, undefined, false, 0, NaN]) {
  dns.lookup(name, called('plain', (error, address, family) => {
    assert.strictEqual(error, null);
    assert.strictEqual(address, null);
    assert.strictEqual(family, 4);
  }));
  dns.lookup(name, { all: true }, called('all', (error, list) => assert.deepStrictEqual(list, [])));
}
