'use strict';
/* dns-packet on a plain socket: a resolver asks a server for four kinds of record and reads the answers. */
const assert = require('assert');
const dgram = require('dgram');
const packet = require('dns-packet');
const { called } = require('../dgram/lib/calls');

const ANSWERS = [
  { type: 'A', name: 'pump.example', ttl: 60, data: '192.0.2.7' },
  { type: 'AAAA', name: 'pump.example', ttl: 60, data: '2001:db8::7' },
  {
    type: 'SRV', name: '_coap._udp.example', ttl: 120,
    data: { priority: 1, weight: 5, port: 5683, target: 'pump.example' }
  },
  { type: 'TXT', name: 'pump.example', ttl: 0, data: [Buffer.from('unit=l/min'), Buffer.from('größe=3')] }
];

const server = dgram.createSocket('udp4', called('query', (message, from) => {
  assert.strictEqual(message.toString('hex'),
    '123401000001000000000000' + '0470756d70' + '076578616d706c65' + '00' + '00ff0001');
  const query = packet.decode(message);
  assert.strictEqual(query.id, 0x1234);
  assert.strictEqual(query.type, 'query');
  assert.strictEqual(query.flag_rd, true);
  assert.deepStrictEqual(query.questions, [{ name: 'pump.example', type: 'ANY', class: 'IN' }]);
  server.send(packet.encode({
    type: 'response', id: query.id, flags: packet.AUTHORITATIVE_ANSWER, questions: query.questions, answers: ANSWERS
  }), from.port, from.address);
}));
const client = dgram.createSocket('udp4', called('response', (message) => {
  const response = packet.decode(message);
  assert.strictEqual(response.type, 'response');
  assert.strictEqual(response.rcode, 'NOERROR');
  assert.strictEqual(response.flag_aa, true);
  assert.strictEqual(response.answers.length, ANSWERS.length);
  ANSWERS.forEach((answer, i) => {
    const { type, name, ttl, data } = response.answers[i];
    assert.deepStrictEqual({ type, name, ttl, data }, answer);
  });
  assert.throws(() => packet.decode(message.subarray(0, 40)), /Cannot decode name/);
  server.close();
  client.close();
}));
server.bind(0, '127.0.0.1', () => {
  client.send(packet.encode({
    type: 'query', id: 0x1234, flags: packet.RECURSION_DESIRED, questions: [{ type: 'ANY', name: 'pump.example' }]
  }), server.address().port, '127.0.0.1');
});
