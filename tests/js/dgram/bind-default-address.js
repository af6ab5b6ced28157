'use strict';
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

for (const [type, family, address] of [['udp4', 'IPv4', '0.0.0.0'], ['udp6', 'IPv6', '::']]) {
  const socket = dgram.createSocket(type);
  socket.bind(0, called(type, () => {
    const { port } = socket.address();
    assert.ok(port > 0 && port < 65536);
    assert.deepStrictEqual(socket.address(), { address, family, port });
    socket.close();
  }));
}
