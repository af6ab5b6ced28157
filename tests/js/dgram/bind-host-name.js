'use strict';
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const v4 = dgram.createSocket('udp4');
v4.bind(0, 'localhost', called('udp4', () => {
  assert.strictEqual(v4.address().address, '127.0.0.1');
  v4.close();
}));
const v6 = dgram.createSocket('udp6');
v6.bind(0, 'localhost', called('udp6', () => {
  assert.strictEqual(v6.address().address, '::1');
  v6.close();
}));
