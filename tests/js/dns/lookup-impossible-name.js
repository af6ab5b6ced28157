'use strict';
/* What can be no host name is a name that nobody has, or EINVAL when it is too long for DNS. */
const assert = require('assert');
const dns = require('dns');
const { called } = require('../dgram/lib/calls');

for (const name of ['a..b', '.', 'a'.repeat(64) + '.b', ' 127.0.0.1', '[::1]', 'a b', 'a/b', '999.1.1.1', '1.2.3.4.5', '256.256']) {
  dns.lookup(name, called(name, (error) => {
    assert.strictEqual(error.code, 'ENOTFOUND');
    assert.strictEqual(error.message, 'getaddrinfo ENOTFOUND ' + name);
  }));
}
dns.lookup('a'.repeat(300), called('too long', (error) => assert.strictEqual(error.code, 'EINVAL')));
