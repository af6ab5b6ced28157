'use strict';
/* A connected socket hears that nobody listens at its peer; one that is not connected never does. */
const assert = require('assert');
const dgram = require('dgram');
const { called, never } = require('./lib/calls');

const nobody = dgram.createSocket('udp4');
nobody.bind(0, '127.0.0.1', () => {
  const { port } = nobody.address();
  nobody.close();
  const loose = dgram.createSocket('udp4');
  loose.on('error', never('error without connection'));
  loose.send('x', port, '127.0.0.1', called('loose send', (error) => assert.strictEqual(error, null)));
  const socket = dgram.createSocket('udp4');
  socket.on('error', called('error', (error) => {
    assert.strictEqual(error.message, 'recvmsg ECONNREFUSED');
    assert.strictEqual(error.code, 'ECONNREFUSED');
    assert.strictEqual(error.errno, -111);
    assert.strictEqual(error.syscall, 'recvmsg');
    socket.close();
    setTimeout(() => loose.close(), 20);
  }));
  socket.connect(port, '127.0.0.1', () => socket.send('x'));
});
