'use strict';
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

/* What means something on its link or interface alone needs a zone, to be bound to as to be a peer. */
for (const address of ['fe80::1', 'ff02::1', 'ff01::1', 'febf::1']) {
  const bound = dgram.createSocket('udp6');
  bound.on('error', called('bind', (error) => {
    assert.strictEqual(error.message, `bind EINVAL ${address}`);
    bound.close();
  }));
  bound.bind(0, address);

  const connected = dgram.createSocket('udp6');
  connected.connect(9, address, called('connect', (error) => {
    assert.strictEqual(error.code, 'EINVAL');
    connected.close();
  }));
}
