'use strict';
/* A SystemError says what went wrong below. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

function expected(which, code, errno, message) {
  const syscall = `uv_${which}_buffer_size`;
  return {
    name: 'SystemError',
    code: 'ERR_SOCKET_BUFFER_SIZE',
    message: `Could not get or set buffer size: ${syscall} returned ${code} (${message})`,
    info: { errno, code, message, syscall },
    errno,
    syscall
  };
}
const socket = dgram.createSocket('udp4');
const badFile = ['EBADF', -9, 'bad file descriptor'];
assert.throws(() => socket.setRecvBufferSize(8192), expected('recv', ...badFile));
assert.throws(() => socket.getRecvBufferSize(), expected('recv', ...badFile));
assert.throws(() => socket.setSendBufferSize(8192), expected('send', ...badFile));
assert.throws(() => socket.getSendBufferSize(), expected('send', ...badFile));
socket.bind(0, called('listening', () => {
  const invalid = ['EINVAL', -22, 'invalid argument'];
  assert.throws(() => socket.setRecvBufferSize(2147483648), expected('recv', ...invalid));
  assert.throws(() => socket.setSendBufferSize(2147483648), expected('send', ...invalid));
  socket.close();
}));
