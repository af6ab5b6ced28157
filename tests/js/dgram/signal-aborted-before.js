'use strict';
/* A signal that is aborted already closes the socket at once; 'close' comes on the next tick. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const socket = dgram.createSocket({ type: 'udp4', signal: AbortSignal.abort() });
socket.on('close', called('close'));
assert.throws(() => socket.address(), { code: 'ERR_SOCKET_DGRAM_NOT_RUNNING' });
