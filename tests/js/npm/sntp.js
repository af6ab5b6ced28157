'use strict';
/* sntp asks a server of this test for the time, and computes the offset from the four timestamps. */
const assert = require('assert');
const dgram = require('dgram');
const sntp = require('sntp');
const { called } = require('../dgram/lib/calls');

const AHEAD = 3600;
const SINCE_1900 = 2208988800;

const server = dgram.createSocket('udp4', called('question', (message, from) => {
  assert.strictEqual(message.length, 48);
  assert.strictEqual(message[0] & 7, 3, 'a client asks');
  const answer = Buffer.alloc(48);
  answer[0] = 4 << 3 | 4;
  answer[1] = 1;
  answer.write('LOCL', 12, 'latin1');
  message.copy(answer, 24, 40, 48);
  const seconds = Math.floor(Date.now() / 1000) + SINCE_1900 + AHEAD;
  for (const at of [16, 32, 40]) answer.writeUInt32BE(seconds, at);
  server.send(answer, from.port, from.address);
}));
server.bind(0, '127.0.0.1', called('listening', async () => {
  const time = await sntp.time({ host: '127.0.0.1', port: server.address().port, timeout: 5000 });
  assert.strictEqual(time.isValid, true);
  assert.strictEqual(time.stratum, 'primary');
  assert.ok(Math.abs(time.t - AHEAD * 1000) < 5000, `${time.t}`);
  server.close();
}));
