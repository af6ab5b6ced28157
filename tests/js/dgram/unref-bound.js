'use strict';
/* An unref'd socket receives as long as something else keeps the program running. */
const dgram = require('dgram');
const { called } = require('./lib/calls');

const socket = dgram.createSocket('udp4', called('message'));
socket.unref();
socket.bind(0, '127.0.0.1', () => {
  socket.send('x', socket.address().port, '127.0.0.1');
  setTimeout(called('timer'), 50);
});
