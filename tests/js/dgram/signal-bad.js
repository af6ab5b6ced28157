'use strict';
const assert = require('assert');
const dgram = require('dgram');

for (const signal of [{}, null, 1, 'abort']) {
  assert.throws(() => dgram.createSocket({ type: 'udp4', signal }), { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' });
}
