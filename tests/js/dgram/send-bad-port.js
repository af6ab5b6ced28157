'use strict';
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const socket = dgram.createSocket('udp4');
function check() {
  for (const port of [0, -1, 65536, 1.5, NaN, 'text', '', null, undefined]) {
    assert.throws(() => socket.send('x', port, '127.0.0.1'), (error) => {
      assert.ok(error instanceof RangeError);
      assert.strictEqual(error.code, 'ERR_SOCKET_BAD_PORT');
      assert.ok(/^Port should be > 0 and < 65536\. Received /.test(error.message), error.message);
      return true;
    });
    assert.throws(() => socket.send('x', 0, 1, port, '127.0.0.1'), { code: 'ERR_SOCKET_BAD_PORT' });
  }
}
check();
socket.bind(0, '127.0.0.1', called('listening', () => {
  check();
  socket.close();
}));
