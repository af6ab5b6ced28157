'use strict';
/* Aborting when the socket is closed does nothing. */
const dgram = require('dgram');
const { called } = require('./lib/calls');

const controller = new AbortController();
const socket = dgram.createSocket({ type: 'udp4', signal: controller.signal });
socket.close(called('close', () => controller.abort()));
