'use strict';
/* A zone that no interface has. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const v6 = dgram.createSocket('udp6');
v6.bind(0, called('udp6', () => {
  assert.throws(() => v6.setMulticastInterface('::%zz9'), { message: 'setMulticastInterface EADDRNOTAVAIL' });
  v6.close();
}));
