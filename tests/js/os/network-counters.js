// What came from the network is counted, by cause of what was dropped.
'use strict';
const assert = require('assert');
const os = require('os');

const counters = os.networkCounters();
assert.deepStrictEqual(Object.keys(counters), [
  'frames',
  'driver',
  'malformed',
  'martian',
  'sourceRoute',
  'fragment',
  'packetTooBig',
  'redirect',
  'neighbor',
  'unreachable',
  'queue',
  'errorsNotSent',
  'checksum',
  'socket',
]);
for (const name of Object.keys(counters)) {
  assert.ok(Number.isInteger(counters[name]) && counters[name] >= 0, `${name} is ${counters[name]}`);
}
