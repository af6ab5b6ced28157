'use strict';
/* A datagram that the engine has no memory for is lost with an 'error', as in Node; the next one comes. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const SIZE = 40000;
const PART = 8192;
let ballast = [];

/* Leaves room for what else there is to do, but not for the datagram. */
function fill() {
  try {
    for (;;) {
      const part = new Uint8Array(PART);
      part[0] = 1; /* JerryScript takes the memory when it is first asked for. */
      ballast.push(part);
    }
  } catch (_) { /* No room for another. */ }
  ballast.splice(0, 3);
}

const bytes = Buffer.alloc(SIZE, 'x');
const server = dgram.createSocket('udp4', called('message', (message) => {
  assert.strictEqual(message.length, SIZE);
  server.close();
  client.close();
}));
const client = dgram.createSocket('udp4');
server.on('error', called('error', (error) => {
  assert.strictEqual(error.code, 'ENOBUFS');
  assert.strictEqual(error.message, 'recvmsg ENOBUFS');
  assert.strictEqual(error.syscall, 'recvmsg');
  ballast = [];
  client.send(bytes, server.address().port, '127.0.0.1');
}));
server.bind(0, '127.0.0.1', () => {
  const { port } = server.address();
  client.bind(0, '127.0.0.1', () => {
    client.send(bytes, port, '127.0.0.1');
    fill();
  });
});
