'use strict';
/* _createSocketHandle() gives a handle, or a negative code: no descriptors, no names. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

process.on('warning', called('warning', (warning) => {
  assert.strictEqual(warning.message, 'dgram._createSocketHandle() is deprecated');
  assert.strictEqual(warning.code, 'DEP0112');
}));
const unbound = dgram._createSocketHandle(null, null, 'udp4');
assert.ok(unbound.fd < 0);
const bound = dgram._createSocketHandle('127.0.0.1', 0, 'udp4');
assert.ok(bound.fd > 0);
bound.close();
assert.ok(bound.fd < 0);
assert.strictEqual(dgram._createSocketHandle('127.0.0.1', 0, 'udp4', 42), -22);
assert.strictEqual(dgram._createSocketHandle('localhost', 0, 'udp4'), -22);
