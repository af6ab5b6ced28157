'use strict';
const dgram = require('dgram');
const { called, never } = require('./lib/calls');

const socket = dgram.createSocket('udp4');
socket.on('connect', never('connect'));
socket.bind(0, '127.0.0.1', () => {
  socket.connect(9, '127.0.0.1', never('connect callback'));
  socket.close(called('close'));
});
