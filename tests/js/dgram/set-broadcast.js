'use strict';
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const socket = dgram.createSocket('udp4');
socket.bind(0, called('listening', () => {
  for (const on of [true, false, 1, 0, 'yes', undefined]) assert.strictEqual(socket.setBroadcast(on), undefined);
  socket.close();
}));
