'use strict';
const assert = require('assert');
const dns = require('dns');

dns.setServers(['192.0.2.1']);
assert.throws(() => dns.setServers(), { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => dns.setServers('192.0.2.1'), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => dns.setServers([1]), { code: 'ERR_INVALID_ARG_TYPE' });
for (const server of ['', 'localhost', '1.2.3', '[::1', '::1]:53', '1.2.3.4:x']) {
  assert.throws(() => dns.setServers([server]), {
    name: 'TypeError', code: 'ERR_INVALID_IP_ADDRESS', message: 'Invalid IP address: ' + server
  });
}
assert.deepStrictEqual(dns.getServers(), ['192.0.2.1']);
