'use strict';
const assert = require('assert');
const dgram = require('dgram');
const { called, never } = require('./lib/calls');

for (const [type, address] of [['udp4', '1.1.1.1'], ['udp6', '111::1']]) {
  const socket = dgram.createSocket(type);
  socket.on('listening', never('listening'));
  socket.on('error', called(type, (error) => {
    assert.strictEqual(error.message, `bind EADDRNOTAVAIL ${address}`);
    assert.strictEqual(error.code, 'EADDRNOTAVAIL');
    assert.strictEqual(error.address, address);
    assert.strictEqual(error.port, undefined);
    socket.close();
  }));
  socket.bind(0, address);
}
