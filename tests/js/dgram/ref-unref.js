'use strict';
const assert = require('assert');
const dgram = require('dgram');
const { called, never } = require('./lib/calls');

const socket = dgram.createSocket('udp4');
assert.strictEqual(socket.unref(), socket);
assert.strictEqual(socket.ref(), socket);
assert.strictEqual(socket.ref().unref(), socket);
socket.bind(0, called('listening'));
setTimeout(never('timer'), 1000).unref();
