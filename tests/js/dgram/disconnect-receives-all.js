'use strict';
/* After disconnect() everybody's datagrams come again. */
const dgram = require('dgram');
const { called } = require('./lib/calls');

const stranger = dgram.createSocket('udp4');
const socket = dgram.createSocket('udp4', called('message', () => {
  stranger.close();
  socket.close();
}));
socket.bind(0, '127.0.0.1', () => {
  socket.connect(41848, '127.0.0.1', () => {
    socket.disconnect();
    stranger.send('x', socket.address().port, '127.0.0.1');
  });
});
