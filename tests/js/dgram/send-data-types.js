'use strict';
/* Strings, Buffers, every typed array, DataView; a view sends its own bytes only. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const memory = new Uint8Array(24);
for (let i = 0; i < 24; i++) memory[i] = i;
const views = [
  Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array
].map((View) => new View(memory.buffer, 8, 8 / View.BYTES_PER_ELEMENT));
views.push(new DataView(memory.buffer, 8, 8));
views.push(Buffer.from(memory.buffer, 8, 8));
class Special extends Uint8Array {}
views.push(new Special(memory.buffer, 8, 8));
const bytes = memory.slice(8, 16).join();
let left = views.length * 3;
const server = dgram.createSocket('udp4', called('message', (message) => {
  assert.strictEqual(Array.prototype.join.call(message), bytes);
  if (--left > 0) return;
  server.close();
  client.close();
}, left));
const client = dgram.createSocket('udp4');
server.bind(0, '127.0.0.1', () => {
  const { port } = server.address();
  for (const view of views) {
    client.send(view, port, '127.0.0.1');
    client.send(view, 0, 8, port, '127.0.0.1');
    client.send([view], port, '127.0.0.1');
  }
});
