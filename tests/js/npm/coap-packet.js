'use strict';
/* coap-packet on IPv6 sockets: a confirmable GET with path and query, answered with content and an extended option. */
const assert = require('assert');
const dgram = require('dgram');
const { generate, parse } = require('coap-packet');
const { called } = require('../dgram/lib/calls');

const server = dgram.createSocket('udp6', called('request', (message, from) => {
  assert.strictEqual(message.toString('hex'), '42010badbeef' + 'b474656d70' + '44633d696e');
  const request = parse(message);
  assert.strictEqual(request.code, '0.01');
  assert.strictEqual(request.confirmable, true);
  assert.strictEqual(request.messageId, 0x0bad);
  assert.deepStrictEqual(request.options.map(({ name, value }) => `${name}: ${value}`),
    ['Uri-Path: temp', 'Uri-Query: c=in']);
  server.send(generate({
    code: '2.05',
    ack: true,
    messageId: request.messageId,
    token: request.token,
    options: [{ name: 'Content-Format', value: Buffer.from([50]) }, { name: 2048, value: Buffer.alloc(300, 'x') }],
    payload: Buffer.from('{"celsius":21.5}')
  }), from.port, from.address);
}));
const client = dgram.createSocket('udp6', called('response', (message) => {
  const response = parse(message);
  assert.strictEqual(response.code, '2.05');
  assert.strictEqual(response.ack, true);
  assert.deepStrictEqual(response.token, Buffer.from([0xbe, 0xef]));
  assert.deepStrictEqual(JSON.parse(response.payload.toString()), { celsius: 21.5 });
  const [format, own] = response.options;
  assert.strictEqual(format.name, 'Content-Format');
  assert.deepStrictEqual(format.value, Buffer.from([50]));
  assert.strictEqual(own.value.length, 300);
  assert.throws(() => parse(Buffer.from([0x80, 1, 0, 0])), /Unsupported version/);
  server.close();
  client.close();
}));
server.bind(0, '::1', () => {
  client.send(generate({
    code: 'GET',
    confirmable: true,
    messageId: 0x0bad,
    token: Buffer.from([0xbe, 0xef]),
    options: [{ name: 'Uri-Query', value: Buffer.from('c=in') }, { name: 'Uri-Path', value: Buffer.from('temp') }]
  }), server.address().port, '::1');
});
