'use strict';
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

function check(socket) {
  const missing = { name: 'TypeError', code: 'ERR_MISSING_ARGS', message: 'The "multicastAddress" argument must be specified' };
  assert.throws(() => socket.addMembership(), missing);
  assert.throws(() => socket.dropMembership(), missing);
  assert.throws(() => socket.addMembership('10.0.0.1'), { code: 'EINVAL', message: 'addMembership EINVAL' });
  for (const group of ['256.256.256.256', 'group', '224.0.0.1.1']) {
    assert.throws(() => socket.addMembership(group), { code: 'EINVAL', message: 'addMembership EINVAL' });
    assert.throws(() => socket.dropMembership(group), { code: 'EINVAL', message: 'dropMembership EINVAL' });
  }
  for (const group of ['ff02::1', '::1']) {
    assert.throws(() => socket.addMembership(group), { code: 'ENOPROTOOPT' });
    assert.throws(() => socket.addMembership(group, '::'), { code: 'ENOPROTOOPT' });
    assert.throws(() => socket.addMembership(group, '127.0.0.1'), { code: 'EINVAL' });
    assert.throws(() => socket.dropMembership(group), { code: 'ENOPROTOOPT' });
  }
  assert.throws(() => socket.dropMembership('10.0.0.1'), { code: 'EADDRNOTAVAIL' });
  assert.throws(() => socket.dropMembership('224.0.0.114'), {
    code: 'EADDRNOTAVAIL', message: 'dropMembership EADDRNOTAVAIL'
  });
  assert.throws(() => socket.addMembership('224.0.0.114', 'nonsense'), { code: 'EINVAL' });
  assert.throws(() => socket.addMembership('224.0.0.114', '192.0.2.1'), { code: 'ENODEV' });
}
const unbound = dgram.createSocket('udp4');
check(unbound);
assert.throws(() => unbound.address(), { code: 'EBADF' });
const bound = dgram.createSocket('udp4');
bound.bind(0, called('listening', () => {
  check(bound);
  bound.close();
}));
