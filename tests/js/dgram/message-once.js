'use strict';
const dgram = require('dgram');
const { called } = require('./lib/calls');

const socket = dgram.createSocket('udp4');
socket.once('message', called('message'));
let arrived = 0;
socket.on('message', () => {
  if (++arrived === 2) socket.close();
});
socket.bind(0, '127.0.0.1', () => {
  socket.send('1', socket.address().port, '127.0.0.1');
  socket.send('2', socket.address().port, '127.0.0.1');
});
