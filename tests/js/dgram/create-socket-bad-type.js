'use strict';
const assert = require('assert');
const dgram = require('dgram');

for (const type of ['udp', 'UDP4', 4, {}, [], ['udp4'], true, false, null, undefined, { type: 'tcp' }]) {
  assert.throws(() => dgram.createSocket(type), {
    name: 'TypeError',
    code: 'ERR_SOCKET_BAD_TYPE',
    message: 'Bad socket type specified. Valid types are: udp4, udp6'
  });
}
