'use strict';
/* Every form of send() on a connected socket. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const expected = ['text', 'buffer', 'uff', 'list of two', 'ex', '', 'called', 'all'];
const peer = dgram.createSocket('udp4', called('message', (message) => {
  assert.strictEqual(message.toString(), expected.shift());
  if (expected.length > 0) return;
  peer.close();
  socket.close();
}, expected.length));
const socket = dgram.createSocket('udp4');
peer.bind(0, '127.0.0.1', () => {
  socket.connect(peer.address().port, '127.0.0.1', () => {
    socket.send('text');
    socket.send(Buffer.from('buffer'));
    socket.send(Buffer.from('buffer'), 1, 3);
    socket.send(['list ', Buffer.from('of two')]);
    socket.send('text', 1, 2);
    socket.send([]);
    socket.send('called', called('callback', (error, bytes) => {
      assert.strictEqual(error, null);
      assert.strictEqual(bytes, 6);
    }));
    socket.send(Buffer.from('all'), 0, 3, called('callback with offset', (error, bytes) => {
      assert.strictEqual(bytes, 3);
    }));
  });
});
