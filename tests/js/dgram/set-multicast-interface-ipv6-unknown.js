'use strict';
/* A zone that no interface has is none: the system chooses, as Node's documentation says. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const v6 = dgram.createSocket('udp6');
v6.bind(0, called('udp6', () => {
  v6.setMulticastInterface('::%zz9');
  v6.setMulticastInterface('::%99');
  v6.addMembership('ff02::fb', '::%99');
  assert.throws(() => v6.addMembership('ff02::fb'), { code: 'EADDRINUSE' });
  v6.dropMembership('ff02::fb');
  v6.close();
}));
