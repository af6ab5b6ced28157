'use strict';
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

let sent = 0;
const socket = dgram.createSocket('udp4', called('message', (message) => {
  if (message.toString() === '29') socket.close();
}, 30));
function next() {
  if (sent < 30) socket.send(String(sent++), socket.address().port, '127.0.0.1', next);
}
socket.bind(0, '127.0.0.1', next);
