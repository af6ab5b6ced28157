'use strict';
const assert = require('assert');
const dgram = require('dgram');
const { called, never } = require('./lib/calls');

const notRunning = { name: 'Error', code: 'ERR_SOCKET_DGRAM_NOT_RUNNING', message: 'Not running' };
const unbound = dgram.createSocket('udp4');
unbound.on('close', called('close of the unbound one'));
unbound.close();
assert.throws(() => unbound.close(), notRunning);

const bound = dgram.createSocket('udp4');
bound.bind(0, '127.0.0.1', () => {
  bound.on('close', called('close of the bound one'));
  bound.close();
  assert.throws(() => bound.close(), notRunning);
});
