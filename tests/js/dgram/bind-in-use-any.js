'use strict';
/* The unspecified address conflicts with a single one on the same port. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const first = dgram.createSocket('udp4');
first.bind(0, '127.0.0.1', () => {
  const second = dgram.createSocket('udp4');
  second.on('error', called('error', (error) => {
    assert.strictEqual(error.code, 'EADDRINUSE');
    first.close();
    second.close();
  }));
  second.bind(first.address().port);
});
