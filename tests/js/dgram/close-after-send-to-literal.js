'use strict';
/* close() in the turn of send() takes its callback away, as while a look-up is pending. */
const dgram = require('dgram');
const { called, never } = require('./lib/calls');

const socket = dgram.createSocket('udp4');
socket.bind(0, '127.0.0.1', () => {
  socket.send('x', 9, '127.0.0.1', never('send callback'));
  socket.close(called('close'));
});
