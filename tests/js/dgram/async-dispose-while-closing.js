'use strict';
const dgram = require('dgram');
const { called } = require('./lib/calls');

const socket = dgram.createSocket('udp4');
socket.send('x', 9, '127.0.0.1');
socket.close();
socket[Symbol.asyncDispose]().then(called('resolved'));
