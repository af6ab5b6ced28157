'use strict';
/* ntp-client asks a server on loopback for the time, then one that does not answer. */
const assert = require('assert');
const dgram = require('dgram');
const ntp = require('ntp-client');
const { called } = require('../dgram/lib/calls');

/* Seconds from 1900 to 1970. */
const EPOCH = 2208988800;
const now = new Date('2024-02-29T12:00:00.500Z');

const server = dgram.createSocket(
  'udp4',
  called('request', (request, from) => {
    assert.strictEqual(request.toString('hex'), '1b' + '00'.repeat(47));
    const reply = Buffer.alloc(48);
    reply[0] = 0x1c;
    reply.writeUInt32BE(EPOCH + Math.floor(now / 1000), 40);
    reply.writeUInt32BE(0x80000000, 44);
    server.send(reply, from.port, from.address);
  }),
);
server.bind(0, '127.0.0.1', () => {
  ntp.getNetworkTime(
    '127.0.0.1',
    server.address().port,
    called('time', (error, date) => {
      assert.strictEqual(error, null);
      assert.strictEqual(date.toISOString(), now.toISOString());
      server.removeAllListeners('message');
      ntp.ntpReplyTimeout = 50;
      ntp.getNetworkTime(
        '127.0.0.1',
        server.address().port,
        called('no time', (problem) => {
          assert.match(problem, /^Timeout/);
          server.close();
        }),
      );
    }),
  );
});
