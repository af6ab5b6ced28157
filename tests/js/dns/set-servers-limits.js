'use strict';
/* At most two servers: the error names limit and value. */
const assert = require('assert');
const dns = require('dns');

assert.throws(() => dns.setServers(['192.0.2.1', '192.0.2.2', '192.0.2.3']), {
  name: 'RangeError', code: 'ERR_OUT_OF_RANGE',
  message: 'The value of "servers.length" is out of range. It must be <= 2. Received 3'
});
