'use strict';
/* Setters on a socket that is not bound throw EBADF; values out of range come first. */
const assert = require('assert');
const dgram = require('dgram');

const socket = dgram.createSocket('udp4');
const calls = {
  setBroadcast: [true], setTTL: [16], setMulticastTTL: [16], setMulticastLoopback: [16],
  setMulticastInterface: ['127.0.0.1']
};
for (const name of Object.keys(calls)) {
  assert.throws(() => socket[name](...calls[name]), {
    name: 'Error', code: 'EBADF', errno: -9, syscall: name, message: `${name} EBADF`
  });
}
assert.throws(() => socket.setTTL(1000), { message: 'setTTL EINVAL' });
assert.throws(() => socket.setMulticastTTL(1000), { message: 'setMulticastTTL EINVAL' });
assert.throws(() => socket.setMulticastInterface('nonsense'), { message: 'setMulticastInterface EINVAL' });
