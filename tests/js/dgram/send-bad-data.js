'use strict';
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const bad = [undefined, null, 23, true, {}, () => {}, new ArrayBuffer(4)];
const socket = dgram.createSocket('udp4');
function check() {
  for (const data of bad) {
    assert.throws(() => socket.send(data, 41848, '127.0.0.1'), { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' });
    assert.throws(() => socket.send(data, 0, 1, 41848, '127.0.0.1'), { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' });
    assert.throws(() => socket.send([data], 41848, '127.0.0.1'), { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' });
  }
  assert.throws(() => socket.send(), {
    name: 'TypeError',
    message: 'The "buffer" argument must be of type string or an instance of Buffer, TypedArray, or DataView. ' +
      'Received undefined'
  });
  assert.throws(() => socket.send([Buffer.alloc(1), 23], 41848, '127.0.0.1'), {
    message: 'The "buffer list arguments" argument must be of type string or an instance of Buffer, TypedArray, or ' +
      'DataView. Received an instance of Array'
  });
  assert.throws(() => socket.send(['x'], 0, 1, 41848, '127.0.0.1'), { code: 'ERR_INVALID_ARG_TYPE' });
}
check();
socket.bind(0, '127.0.0.1', called('listening', () => {
  check();
  socket.close();
}));
