'use strict';
const assert = require('assert');
const dns = require('dns');

assert.strictEqual(dns.getDefaultResultOrder(), 'verbatim');
dns.setDefaultResultOrder('ipv4first');
assert.strictEqual(dns.getDefaultResultOrder(), 'ipv4first');
assert.throws(() => dns.setDefaultResultOrder('ipv6'), { code: 'ERR_INVALID_ARG_VALUE' });
