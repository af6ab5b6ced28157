'use strict';
/* A source-specific member gets that source's datagrams and no others. */
const assert = require('assert');
const dgram = require('dgram');
const { called, never } = require('./lib/calls');

const GROUP = '232.1.1.1';
const sender = dgram.createSocket('udp4');
const wanted = dgram.createSocket({ type: 'udp4', reuseAddr: true }, called('wanted source', (message, rinfo) => {
  assert.strictEqual(rinfo.address, '127.0.0.1');
  setTimeout(() => [sender, wanted, other].forEach((socket) => socket.close()), 50);
}));
const other = dgram.createSocket({ type: 'udp4', reuseAddr: true }, never('other source'));
wanted.bind(0, () => other.bind(wanted.address().port, () => {
  wanted.addSourceSpecificMembership('127.0.0.1', GROUP, '127.0.0.1');
  other.addSourceSpecificMembership('127.0.0.2', GROUP, '127.0.0.1');
  sender.bind(0, '127.0.0.1', () => {
    sender.setMulticastInterface('127.0.0.1');
    sender.send('x', wanted.address().port, GROUP);
  });
}));
