'use strict';
/* Datagrams that nobody listens for are dropped without harm. */
const dgram = require('dgram');

const socket = dgram.createSocket('udp4');
socket.bind(0, '127.0.0.1', () => {
  socket.send('x', socket.address().port, '127.0.0.1', () => setTimeout(() => socket.close(), 20));
});
