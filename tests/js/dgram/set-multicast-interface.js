'use strict';
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const v4 = dgram.createSocket('udp4');
v4.bind(0, called('udp4', () => {
  assert.strictEqual(v4.setMulticastInterface('127.0.0.1'), undefined);
  v4.setMulticastInterface('0.0.0.0');
  assert.throws(() => v4.setMulticastInterface('192.0.2.1'), { message: 'setMulticastInterface EADDRNOTAVAIL' });
  for (const address of ['::', '::1']) {
    assert.throws(() => v4.setMulticastInterface(address), { message: 'setMulticastInterface ENOPROTOOPT' });
  }
  for (const address of ['', 'undefined', '127.0.0', '127.0.0.1.1']) {
    assert.throws(() => v4.setMulticastInterface(address), { code: 'EINVAL' });
  }
  for (const address of [undefined, null, 1, {}]) {
    assert.throws(() => v4.setMulticastInterface(address), { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' });
  }
  v4.close();
}));
