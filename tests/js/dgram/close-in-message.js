'use strict';
/* Datagrams that wait when the listener closes the socket are not delivered. */
const dgram = require('dgram');
const { called } = require('./lib/calls');

const server = dgram.createSocket('udp4', called('message', () => server.close()));
server.bind(0, '127.0.0.1', () => {
  const client = dgram.createSocket('udp4');
  client.bind(0, '127.0.0.1', () => {
    let left = 5;
    for (let i = 0; i < 5; i++) {
      client.send('x', server.address().port, '127.0.0.1', () => { if (--left === 0) client.close(); });
    }
  });
});
