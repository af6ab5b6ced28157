'use strict';
const assert = require('assert');
const dns = require('dns');

assert.strictEqual(require('node:dns'), dns);
assert.strictEqual(dns.NOTFOUND, 'ENOTFOUND');
assert.strictEqual(dns.promises.NOTFOUND, 'ENOTFOUND');
assert.deepStrictEqual([dns.ADDRCONFIG, dns.V4MAPPED, dns.ALL], [32, 8, 16]);
