'use strict';
/* On a closed socket every method says so; ref() and unref() do nothing. */
const assert = require('assert');
const dgram = require('dgram');

const socket = dgram.createSocket('udp4');
socket.close();
const calls = [
  () => socket.bind(0), () => socket.connect(9), () => socket.send('x', 9), () => socket.send('x', 9, '127.0.0.1'),
  () => socket.sendto('x', 0, 1, 9, '127.0.0.1'), () => socket.close(), () => socket.address(),
  () => socket.remoteAddress(), () => socket.setBroadcast(true), () => socket.setTTL(1),
  () => socket.setMulticastTTL(1), () => socket.setMulticastLoopback(true),
  () => socket.setMulticastInterface('0.0.0.0'), () => socket.addMembership('224.0.0.114'),
  () => socket.dropMembership('224.0.0.114'), () => socket.addSourceSpecificMembership('10.0.0.1', '232.1.1.1'),
  () => socket.dropSourceSpecificMembership('10.0.0.1', '232.1.1.1'), () => socket.getRecvBufferSize(),
  () => socket.getSendBufferSize(), () => socket.setRecvBufferSize(1024), () => socket.setSendBufferSize(1024),
  () => socket.getSendQueueSize(), () => socket.getSendQueueCount()
];
for (const call of calls) {
  assert.throws(call, { code: 'ERR_SOCKET_DGRAM_NOT_RUNNING' }, String(call));
}
assert.strictEqual(socket.ref(), socket);
assert.strictEqual(socket.unref(), socket);
