'use strict';
/* Without ipv6Only the IPv4 port is taken too. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const v6 = dgram.createSocket('udp6');
v6.bind(0, () => {
  const v4 = dgram.createSocket('udp4');
  v4.on('error', called('error', (error) => {
    assert.strictEqual(error.code, 'EADDRINUSE');
    v4.close();
    v6.close();
  }));
  v4.bind(v6.address().port);
});
