'use strict';
const assert = require('assert');
const dgram = require('dgram');

const socket = dgram.createSocket('udp4');
for (const address of [null, 1, {}, true]) {
  assert.throws(() => socket.connect(9, address), { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' });
}
socket.close();
