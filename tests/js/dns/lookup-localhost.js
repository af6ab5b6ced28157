'use strict';
/* localhost needs no server, in any case, and neither do names below it. */
const assert = require('assert');
const dns = require('dns');
const { called } = require('../dgram/lib/calls');

for (const name of ['localhost', 'LOCALHOST', 'app.localhost']) {
  dns.lookup(name, 4, called(name, (error, address, family) => {
    assert.ifError(error);
    assert.strictEqual(address, '127.0.0.1');
    assert.strictEqual(family, 4);
  }));
}
