'use strict';
/* Without an address, and with an empty one, a datagram goes to this host. */
const dgram = require('dgram');
const { called } = require('./lib/calls');

for (const [type, loopback] of [['udp4', '127.0.0.1'], ['udp6', '::1']]) {
  let left = 5;
  const socket = dgram.createSocket(type, called(type, () => { if (--left === 0) socket.close(); }, left));
  socket.bind(0, loopback, () => {
    const { port } = socket.address();
    socket.send('x', port);
    socket.send('x', port, '');
    socket.send('x', port, null);
    socket.send('x', port, undefined);
    socket.send('x', 0, 1, port, '');
  });
}
