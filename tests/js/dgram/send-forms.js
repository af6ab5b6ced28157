'use strict';
/* Every form of send() on a socket that is not connected, to a bound peer, in order. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const expected = [];
const server = dgram.createSocket('udp4', (message) => {
  assert.strictEqual(message.toString(), expected.shift());
  if (expected.length > 0) return;
  server.close();
  client.close();
});
const client = dgram.createSocket('udp4');
server.bind(0, '127.0.0.1', () => client.bind(0, '127.0.0.1', () => {
  const { port } = server.address();
  const done = (text) => {
    expected.push(text);
    return called(`callback of ${text}`, (error, bytes) => {
      assert.strictEqual(error, null);
      assert.strictEqual(bytes, text.length);
    });
  };
  const send = (text, ...args) => {
    expected.push(text);
    assert.strictEqual(client.send(...args), undefined);
  };
  const buffer = Buffer.from('0123456789');
  send('1234', buffer, 1, 4, port, '127.0.0.1');
  client.send(buffer, 2, 3, port, '127.0.0.1', done('234'));
  send('3456', buffer, 3, 4, port);
  client.send(buffer, 5, 5, port, done('56789'));
  send('0123456789', buffer, port, '127.0.0.1');
  client.send(buffer, port, '127.0.0.1', done('0123456789'));
  send('0123456789', buffer, port);
  client.send(buffer, port, done('0123456789'));
  send('text', 'text', port, '127.0.0.1');
  send('ex', 'text', 1, 2, port, '127.0.0.1');
  send('a list', ['a', ' ', Buffer.from('list')], port, '127.0.0.1');
  client.send(['called'], port, done('called'));
  send('port as text', 'port as text', String(port), '127.0.0.1');
  send('0123456789', buffer, 0, 10, port, '127.0.0.1', 'no callback');
  send('', buffer, 10, 0, port, '127.0.0.1');
}));
