'use strict';
/* A bound handle that nobody holds any more gives its socket back. */
const assert = require('assert');
const dgram = require('dgram');

for (let i = 0; i < 200; i++) {
  const handle = dgram._createSocketHandle('127.0.0.1', 0, 'udp4');
  assert.strictEqual(typeof handle, 'object', `handle ${i} is ${handle}`);
}
