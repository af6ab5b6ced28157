'use strict';
const assert = require('assert');
const dgram = require('dgram');

const socket = dgram.createSocket('udp4');
for (const name of ['addSourceSpecificMembership', 'dropSourceSpecificMembership']) {
  assert.throws(() => socket[name](0, '232.1.1.1'), {
    code: 'ERR_INVALID_ARG_TYPE', message: 'The "sourceAddress" argument must be of type string. Received type number (0)'
  });
  assert.throws(() => socket[name]('10.0.0.1', 0), {
    code: 'ERR_INVALID_ARG_TYPE', message: 'The "groupAddress" argument must be of type string. Received type number (0)'
  });
  assert.throws(() => socket[name]('10.0.0.1', '0'), { message: `${name} EINVAL` });
  assert.throws(() => socket[name]('nobody', '232.1.1.1'), { message: `${name} EINVAL` });
}
socket.close();
