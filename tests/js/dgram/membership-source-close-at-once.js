'use strict';
/* A source-specific member that closes as the program's last act leaves nothing behind. */
const dgram = require('dgram');

const socket = dgram.createSocket('udp4');
socket.bind(0, () => {
  socket.addSourceSpecificMembership('127.0.0.1', '232.1.1.1', '127.0.0.1');
  socket.close();
});
