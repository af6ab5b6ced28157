'use strict';
const assert = require('assert');
const dns = require('dns');

dns.setServers(['192.0.2.1', '2001:db8::1']);
assert.deepStrictEqual(dns.getServers(), ['192.0.2.1', '2001:db8::1']);
dns.setServers(['192.0.2.2:53', '[2001:DB8:0::2]:53']);
assert.deepStrictEqual(dns.getServers(), ['192.0.2.2', '2001:db8::2']);
dns.setServers(['192.0.2.2:5353', '[2001:db8::2]:54']);
assert.deepStrictEqual(dns.getServers(), ['192.0.2.2:5353', '[2001:db8::2]:54']);
dns.setServers([]);
assert.deepStrictEqual(dns.getServers(), []);
