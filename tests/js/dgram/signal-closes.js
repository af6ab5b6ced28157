'use strict';
const dgram = require('dgram');
const { called } = require('./lib/calls');

const controller = new AbortController();
const socket = dgram.createSocket({ type: 'udp4', signal: controller.signal });
socket.on('close', called('close'));
socket.bind(0, '127.0.0.1', called('listening', () => controller.abort()));
