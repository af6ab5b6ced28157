'use strict';
/* More look-ups at once than there is room for: each ends, the surplus with EAI_AGAIN. */
const assert = require('assert');
const dns = require('dns');
const { called } = require('../dgram/lib/calls');

let found = 0;
for (let i = 0; i < 40; i++) {
  dns.lookup('localhost', 4, called('lookup ' + i, (error, address) => {
    if (error) assert.strictEqual(error.code, 'EAI_AGAIN');
    else found++;
    assert.ok(error || address === '127.0.0.1');
  }));
}
process.on('exit', () => assert.ok(found >= 8, `${found} found`));
