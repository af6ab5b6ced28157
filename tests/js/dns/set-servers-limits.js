'use strict';
/* At most two servers, and no port but 53: the errors name limit and value. */
const assert = require('assert');
const dns = require('dns');

assert.throws(() => dns.setServers(['192.0.2.1:54']), {
  code: 'ERR_INVALID_ARG_VALUE', message: "The argument 'servers' must have no port or port 53. Received '192.0.2.1:54'"
});
assert.throws(() => dns.setServers(['192.0.2.1', '192.0.2.2', '192.0.2.3']), {
  name: 'RangeError', code: 'ERR_OUT_OF_RANGE',
  message: 'The value of "servers.length" is out of range. It must be <= 2. Received 3'
});
