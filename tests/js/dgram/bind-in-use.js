'use strict';
const assert = require('assert');
const dgram = require('dgram');
const { called, never } = require('./lib/calls');

const first = dgram.createSocket('udp4');
first.bind(0, '127.0.0.1', () => {
  const { port } = first.address();
  const second = dgram.createSocket('udp4');
  second.on('error', called('error', (error) => {
    assert.ok(error instanceof Error);
    assert.strictEqual(error.message, `bind EADDRINUSE 127.0.0.1:${port}`);
    assert.strictEqual(error.code, 'EADDRINUSE');
    assert.strictEqual(error.errno, -98);
    assert.strictEqual(error.syscall, 'bind');
    assert.strictEqual(error.address, '127.0.0.1');
    assert.strictEqual(error.port, port);
    first.close();
    second.close();
  }));
  second.bind(port, '127.0.0.1', never('listening'));
});
