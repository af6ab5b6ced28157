'use strict';
const assert = require('assert');
const dgram = require('dgram');

const socket = dgram.createSocket('udp4');
for (const port of [0, -1, 65536, 1.5, null, undefined, '', 'text', {}]) {
  assert.throws(() => socket.connect(port), (error) => {
    assert.ok(error instanceof RangeError);
    assert.strictEqual(error.code, 'ERR_SOCKET_BAD_PORT');
    assert.ok(/^Port should be > 0 and < 65536\. Received /.test(error.message));
    return true;
  });
}
socket.close();
