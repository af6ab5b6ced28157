'use strict';
/* With ipv6Only the IPv4 port of the same number stays free, and no IPv4 datagram comes. */
const assert = require('assert');
const dgram = require('dgram');
const { called, never } = require('./lib/calls');

const v6 = dgram.createSocket({ type: 'udp6', ipv6Only: true }, never('message on udp6'));
v6.bind(0, called('udp6', () => {
  const v4 = dgram.createSocket('udp4', called('message on udp4', () => {
    assert.strictEqual(v6.address().port, v4.address().port);
    v4.close();
    v6.close();
  }));
  v4.bind(v6.address().port, called('udp4', () => v4.send('x', v4.address().port, '127.0.0.1')));
}));
