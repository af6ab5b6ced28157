'use strict';
/* A bound socket keeps the program running with nothing else to do. */
const dgram = require('dgram');
const { called } = require('./lib/calls');

const server = dgram.createSocket('udp4', called('message', () => server.close()));
server.bind(0, '127.0.0.1', () => {
  setTimeout(() => {
    const client = dgram.createSocket('udp4');
    client.send('x', server.address().port, '127.0.0.1', () => client.close());
  }, 50).unref();
});
