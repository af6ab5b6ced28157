'use strict';
const assert = require('assert');
const dgram = require('dgram');

for (const lookup of [null, true, 0, '', 'localhost', {}]) {
  assert.throws(() => dgram.createSocket({ type: 'udp4', lookup }), { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' });
}
