'use strict';
const dgram = require('dgram');
const { called, never } = require('./lib/calls');

const socket = dgram.createSocket('udp4');
socket.on('listening', never('listening'));
socket.on('error', never('error'));
socket.bind(0, '127.0.0.1', never('bind callback'));
socket.close(called('close'));
