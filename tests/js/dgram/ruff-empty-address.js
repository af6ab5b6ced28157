'use strict';
/* To an empty address means 0.0.0.0, this host. */
const dgram = require('dgram');
const { called } = require('./lib/calls');

const socket = dgram.createSocket(called('message', () => socket.close()));
socket.bind(() => socket.send('hello', 0, 5, socket.address().port, ''));
