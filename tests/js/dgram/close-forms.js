'use strict';
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const first = dgram.createSocket('udp4');
first.on('close', called('close event'));
assert.strictEqual(first.close(called('close callback', function () { assert.strictEqual(this, first); })), first);
for (const notACallback of [null, 'text', 1, {}]) {
  const socket = dgram.createSocket('udp4');
  socket.on('close', called('close'));
  socket.close(notACallback);
}
