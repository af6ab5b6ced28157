'use strict';
const dgram = require('dgram');
const { called } = require('./lib/calls');

const server = dgram.createSocket('udp4', called('message', () => {
  server.close();
  client.close();
}));
const client = dgram.createSocket('udp4');
server.bind(0, '127.0.0.1', () => client.send('x', server.address().port, 'LocalHost'));
