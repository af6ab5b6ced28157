'use strict';
/* setBroadcast() throws on a socket neither bound nor sent from. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const idle = dgram.createSocket();
assert.throws(() => idle.setBroadcast(true), { code: 'EBADF' });
idle.close();
const sender = dgram.createSocket();
sender.send('x', 0, 1, 41848, '127.0.0.1', called('callback', () => sender.close()));
sender.setBroadcast(1);
const bound = dgram.createSocket();
bound.bind(called('listening', () => {
  bound.setBroadcast(1);
  bound.close();
}));
