'use strict';
const dgram = require('dgram');
const { called } = require('./lib/calls');

const socket = dgram.createSocket('udp4');
socket.on('close', called('close'));
socket.on('listening', called('listening', () => socket.close()));
socket.send(Buffer.alloc(1024, 42), 9, '127.0.0.1');
