'use strict';
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

for (const [type, address, family] of [['udp4', '127.0.0.1', 'IPv4'], ['udp6', '::1', 'IPv6']]) {
  const socket = dgram.createSocket(type);
  assert.strictEqual(socket.connect(41848, called(type, () => {
    assert.deepStrictEqual(socket.remoteAddress(), { address, family, port: 41848 });
    socket.close();
  })), undefined);
}
