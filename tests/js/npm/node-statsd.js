'use strict';
/* node-statsd sends counters, timings, gauges and sets with tags to a daemon, by name and by cached address. */
const assert = require('assert');
const dgram = require('dgram');
const StatsD = require('node-statsd');
const { called } = require('../dgram/lib/calls');

const EXPECTED = [
  'pump.starts:1|c|#site:7', 'pump.starts:-2|c|#site:7', 'pump.spin:320|ms|#cold,site:7', 'pump.level:0.75|g|#site:7',
  'pump.valve:open|s|#site:7', 'pump.a:4|h|#site:7', 'pump.b:4|h|#site:7'
];
const lines = [];

const daemon = dgram.createSocket('udp4', called('line', (message) => {
  lines.push(message.toString());
  if (lines.length < EXPECTED.length) return;
  assert.deepStrictEqual(lines.sort(), EXPECTED.slice().sort());
  client.close();
  daemon.close();
}, EXPECTED.length));

let client;
daemon.bind(0, '127.0.0.1', () => {
  client = new StatsD({
    host: 'localhost', port: daemon.address().port, prefix: 'pump.', cacheDns: true, global_tags: ['site:7']
  });
  client.socket.on('error', assert.ifError);
  client.increment('starts');
  client.decrement('starts', 2);
  client.timing('spin', 320, ['cold']);
  client.gauge('level', 0.75);
  client.set('valve', 'open', called('sent', (error, bytes) => {
    assert.ifError(error);
    assert.strictEqual(bytes, 'pump.valve:open|s|#site:7'.length);
  }));
  client.histogram(['a', 'b'], 4, called('all sent', (error, bytes) => {
    assert.ifError(error);
    assert.strictEqual(bytes, 2 * 'pump.a:4|h|#site:7'.length);
  }));
});
