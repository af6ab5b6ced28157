'use strict';
const assert = require('assert');
const dgram = require('dgram');
const os = require('os');
const { called } = require('./lib/calls');

const loopback = Object.keys(os.networkInterfaces()).find((name) => name.startsWith('lo'));
const v6 = dgram.createSocket('udp6');
v6.bind(0, called('udp6', () => {
  v6.setMulticastInterface('::%' + loopback);
  v6.setMulticastInterface('::');
  for (const address of ['', 'undefined', 'lo']) {
    assert.throws(() => v6.setMulticastInterface(address), { message: 'setMulticastInterface EINVAL' });
  }
  v6.close();
}));
