'use strict';
const assert = require('assert');
const dgram = require('dgram');

const socket = dgram.createSocket('udp4');
socket.close();
assert.throws(() => socket.bind(), { name: 'Error', code: 'ERR_SOCKET_DGRAM_NOT_RUNNING', message: 'Not running' });
