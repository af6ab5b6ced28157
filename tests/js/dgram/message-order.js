'use strict';
/* 40 datagrams that wait for the first read come in the order in which they were sent. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const COUNT = 40;
let next = 0;
const server = dgram.createSocket('udp4', called('message', (message) => {
  assert.strictEqual(message.length, 256);
  assert.strictEqual(message[0], next++);
  if (next === COUNT) server.close();
}, COUNT));
server.bind(0, '127.0.0.1', () => {
  const client = dgram.createSocket('udp4');
  client.bind(0, '127.0.0.1', () => {
    for (let i = 0; i < COUNT; i++) {
      client.send(Buffer.alloc(256, i), server.address().port, '127.0.0.1', () => {
        if (i === COUNT - 1) client.close();
      });
    }
  });
});
