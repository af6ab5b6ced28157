'use strict';
/* The callback of createSocket() listens to 'message'. */
const assert = require('assert');
const dgram = require('dgram');

const listener = () => {};
for (const options of ['udp4', { type: 'udp4' }]) {
  const socket = dgram.createSocket(options, listener);
  assert.deepStrictEqual(socket.listeners('message'), [listener]);
  socket.close();
}
