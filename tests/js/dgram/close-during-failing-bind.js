'use strict';
/* The look-up fails after close(): nobody hears of it. */
const dgram = require('dgram');
const { called, never } = require('./lib/calls');

const lookup = (host, family, done) => setTimeout(() => done(new Error('late')), 10);
const socket = dgram.createSocket({ type: 'udp4', lookup });
socket.on('error', never('error'));
socket.bind(0, 'somewhere');
socket.close(called('close'));
