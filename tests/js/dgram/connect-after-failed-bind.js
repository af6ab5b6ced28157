'use strict';
/* When the bind fails that connect() waits for, the socket is not connecting any more. */
const assert = require('assert');
const dgram = require('dgram');
const { called, never } = require('./lib/calls');

let fail = true;
const lookup = (host, family, done) => process.nextTick(() => (fail ? done(new Error('no')) : done(null, host)));
const socket = dgram.createSocket({ type: 'udp4', lookup });
socket.once('error', called('error', () => {
  fail = false;
  process.nextTick(() => socket.connect(41848, '127.0.0.1', called('connect', () => socket.close())));
}));
socket.connect(41848, '127.0.0.1', never('first connect'));
