'use strict';
/* What does not fit the receive buffer is dropped; what has been queued arrives whole. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const COUNT = 12;
let received = 0;
const server = dgram.createSocket({ type: 'udp4', recvBufferSize: 4096 }, (message) => {
  assert.strictEqual(message.length, 1000);
  received++;
});
const client = dgram.createSocket('udp4');
server.bind(0, '127.0.0.1', () => client.bind(0, '127.0.0.1', () => {
  let left = COUNT;
  for (let i = 0; i < COUNT; i++) {
    client.send(Buffer.alloc(1000, i), server.address().port, '127.0.0.1', called('callback ' + i, (error) => {
      assert.strictEqual(error, null);
      if (--left === 0) client.close();
    }));
  }
  setTimeout(called('timer', () => {
    assert.ok(received >= 1 && received < COUNT, `${received} received`);
    server.close();
  }), 50);
}));
