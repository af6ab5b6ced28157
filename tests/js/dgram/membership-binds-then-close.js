'use strict';
const dgram = require('dgram');
const { called, never } = require('./lib/calls');

const socket = dgram.createSocket('udp4');
socket.on('listening', never('listening'));
socket.addMembership('224.0.0.114', '127.0.0.1');
socket.close(called('close'));
