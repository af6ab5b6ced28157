'use strict';
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const texts = ['', 'plain', 'Grüße', '日本語', '😀 pair', 'lone \ud800 one', 'low \udc00', 'x'.repeat(300) + 'é', '\0zero'];
const expected = texts.concat([texts.join('')]);
const server = dgram.createSocket('udp4', called('message', (message) => {
  assert.ok(message.equals(Buffer.from(expected.shift())), message.toString());
  if (expected.length > 0) return;
  server.close();
  client.close();
}, expected.length));
const client = dgram.createSocket('udp4');
server.bind(0, '127.0.0.1', () => {
  const { port } = server.address();
  for (const text of texts) {
    client.send(text, port, '127.0.0.1', called('callback', (error, bytes) => {
      assert.strictEqual(bytes, Buffer.byteLength(text));
    }));
  }
  client.send(texts, port, '127.0.0.1');
});
