'use strict';
/* Aborting while close() waits for the bind does nothing either. */
const dgram = require('dgram');
const { called } = require('./lib/calls');

const controller = new AbortController();
const socket = dgram.createSocket({ type: 'udp4', signal: controller.signal });
socket.send('x', 9, '127.0.0.1');
socket.close(called('close'));
controller.abort();
