'use strict';
/* Literals come back as they are, on a later turn, whatever family is asked for. */
const assert = require('assert');
const dns = require('dns');
const { called } = require('../dgram/lib/calls');

let returned = false;
for (const [host, family] of [['127.0.0.1', 4], ['::1', 6], ['fe80::1%en9', 6], ['::ffff:1.2.3.4', 6]]) {
  for (const options of [undefined, 0, 4, 6, {}, { family: 4 }, { family: 'IPv6' }]) {
    dns.lookup(host, options, called(host, (error, address, found) => {
      assert.ok(returned);
      assert.strictEqual(error, null);
      assert.strictEqual(address, host);
      assert.strictEqual(found, family);
    }));
  }
}
returned = true;
