'use strict';
const assert = require('assert');
const dgram = require('dgram');

const socket = dgram.createSocket('udp4');
assert.throws(() => socket.address(), {
  name: 'Error', code: 'EBADF', errno: -9, syscall: 'getsockname', message: 'getsockname EBADF'
});
socket.close();
assert.throws(() => socket.address(), { code: 'ERR_SOCKET_DGRAM_NOT_RUNNING' });
