'use strict';
/* A port is free again as soon as its socket is closed. */
const dgram = require('dgram');
const { called } = require('./lib/calls');

const first = dgram.createSocket('udp4');
first.bind(0, '127.0.0.1', () => {
  const { port } = first.address();
  first.close();
  const second = dgram.createSocket('udp4');
  second.bind(port, '127.0.0.1', called('listening', () => second.close()));
});
