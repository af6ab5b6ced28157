'use strict';
/* A connected socket receives its peer's datagrams only. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const peer = dgram.createSocket('udp4');
const stranger = dgram.createSocket('udp4');
const socket = dgram.createSocket('udp4', called('message', (message, rinfo) => {
  assert.strictEqual(message.toString(), 'peer');
  assert.strictEqual(rinfo.port, peer.address().port);
  setTimeout(() => [peer, stranger, socket].forEach((one) => one.close()), 20);
}));
peer.bind(0, '127.0.0.1', () => {
  socket.connect(peer.address().port, '127.0.0.1', () => {
    const { port } = socket.address();
    stranger.send('stranger', port, '127.0.0.1', () => peer.send('peer', port, '127.0.0.1'));
  });
});
