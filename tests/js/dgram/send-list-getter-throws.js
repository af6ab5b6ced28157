'use strict';
/* What a getter of a list throws comes out of send(), and the socket goes on. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const socket = dgram.createSocket(
  'udp4',
  called('message', (message) => {
    assert.strictEqual(message.toString(), 'after');
    socket.close();
  }),
);
socket.bind(
  0,
  called('listening', () => {
    const { port } = socket.address();
    const list = [Buffer.from('a'), null];
    Object.defineProperty(list, 1, {
      get() {
        throw new RangeError('from the getter');
      },
    });
    assert.throws(() => socket.send(list, port, '127.0.0.1'), /from the getter/);
    socket.send('after', port, '127.0.0.1');
  }),
);
