'use strict';
/* Linux's codes for sources that were joined before, or never. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

function check(socket, group, other, source, otherSource) {
  socket.addSourceSpecificMembership(source, group);
  assert.throws(() => socket.addSourceSpecificMembership(source, group), { code: 'EADDRNOTAVAIL' });
  assert.throws(() => socket.dropSourceSpecificMembership(otherSource, group), { code: 'EADDRNOTAVAIL' });
  assert.throws(() => socket.dropSourceSpecificMembership(source, other), { code: 'EINVAL' });
  assert.throws(() => socket.addMembership(group), { code: 'EADDRINUSE' });
  socket.dropSourceSpecificMembership(source, group);
  assert.throws(() => socket.dropMembership(group), { code: 'EADDRNOTAVAIL' });
  socket.close();
}

const v4 = dgram.createSocket('udp4');
v4.bind(0, called('udp4', () => check(v4, '232.1.1.1', '232.1.1.2', '10.0.0.1', '10.0.0.2')));
const v6 = dgram.createSocket('udp6');
v6.bind(0, called('udp6', () => check(v6, 'ff3e::1', 'ff3e::2', '2001:db8::1', '2001:db8::2')));
