'use strict';
/* events.errorMonitor sees a socket's errors before 'error' listeners do. */
const assert = require('assert');
const dgram = require('dgram');
const { errorMonitor } = require('events');
const { called } = require('./lib/calls');

const order = [];
const socket = dgram.createSocket('udp4');
socket.on('error', called('error', () => {
  order.push('error');
  assert.deepStrictEqual(order, ['monitor', 'error']);
  socket.close();
}));
socket.on(errorMonitor, called('monitor', (error) => {
  order.push('monitor');
  assert.strictEqual(error.code, 'EADDRNOTAVAIL');
}));
socket.bind(0, '192.0.2.1');
