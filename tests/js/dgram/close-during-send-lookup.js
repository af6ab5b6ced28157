'use strict';
const dgram = require('dgram');
const { called, never } = require('./lib/calls');

let late;
const lookup = (host, family, done) => (host === 'late' ? late = done : done(null, host));
const server = dgram.createSocket('udp4', never('message'));
const socket = dgram.createSocket({ type: 'udp4', lookup });
socket.on('error', never('error'));
server.bind(0, '127.0.0.1', () => {
  socket.bind(0, '127.0.0.1', () => {
    socket.send('x', server.address().port, 'late', never('send callback'));
    socket.close(called('close', () => {
      late(null, '127.0.0.1');
      late(new Error('late'));
      setTimeout(() => server.close(), 20);
    }));
  });
});
