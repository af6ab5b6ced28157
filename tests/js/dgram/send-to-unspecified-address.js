'use strict';
/* 0.0.0.0 and :: reach this host. */
const dgram = require('dgram');
const { called } = require('./lib/calls');

for (const [type, address] of [['udp4', '0.0.0.0'], ['udp6', '::']]) {
  const socket = dgram.createSocket(type, called(type, () => socket.close()));
  socket.bind(0, () => socket.send('x', socket.address().port, address));
}
