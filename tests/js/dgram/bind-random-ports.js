'use strict';
/* Port 0 gives ports that differ and cannot be foretold from the last one. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const sockets = [];
const ports = [];
for (let i = 0; i < 8; i++) {
  const socket = dgram.createSocket('udp4');
  sockets.push(socket);
  socket.bind(0, '127.0.0.1', called('listening ' + i, () => {
    ports.push(socket.address().port);
    if (ports.length < 8) return;
    assert.strictEqual(new Set(ports).size, 8);
    assert.ok(ports.some((port, n) => n > 0 && Math.abs(port - ports[n - 1]) > 1), ports.join());
    sockets.forEach((one) => one.close());
  }));
}
