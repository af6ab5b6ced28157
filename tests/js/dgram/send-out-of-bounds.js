'use strict';
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const socket = dgram.createSocket('udp4');
function check() {
  for (const data of ['hello', Buffer.from('hello'), new Uint8Array(5), new DataView(new ArrayBuffer(7), 1, 5)]) {
    assert.throws(() => socket.send(data, 6, 0, 41848, '127.0.0.1'), {
      name: 'RangeError', code: 'ERR_BUFFER_OUT_OF_BOUNDS', message: '"offset" is outside of buffer bounds'
    });
    for (const [offset, length] of [[0, 6], [3, 4], [5, 1], [-1, 1]]) {
      assert.throws(() => socket.send(data, offset, length, 41848, '127.0.0.1'), { code: 'ERR_BUFFER_OUT_OF_BOUNDS' });
    }
  }
}
check();
socket.bind(0, '127.0.0.1', called('listening', () => {
  check();
  socket.close();
}));
