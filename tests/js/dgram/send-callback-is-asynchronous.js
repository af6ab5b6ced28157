'use strict';
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const socket = dgram.createSocket('udp4');
socket.bind(0, '127.0.0.1', () => {
  let returned = false;
  let left = 3;
  const done = () => {
    assert.ok(returned);
    if (--left === 0) socket.close();
  };
  socket.send('x', 41848, '127.0.0.1', called('to a literal', done));
  socket.send('x', 41848, called('to the default', done));
  socket.send('x', 41848, 'localhost', called('to a name', done));
  returned = true;
});
