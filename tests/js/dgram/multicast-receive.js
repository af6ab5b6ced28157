'use strict';
/* A member of a group on loopback gets what is sent to it there; who has left gets nothing. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const GROUP = '224.0.0.114';
const sender = dgram.createSocket('udp4');
const receiver = dgram.createSocket('udp4', called('message', (message) => {
  assert.strictEqual(message.toString(), 'to members');
  receiver.dropMembership(GROUP, '127.0.0.1');
  sender.send('too late', receiver.address().port, GROUP, () => setTimeout(() => {
    receiver.close();
    sender.close();
  }, 50));
}));
receiver.bind(0, () => {
  receiver.addMembership(GROUP, '127.0.0.1');
  sender.bind(0, () => {
    sender.setMulticastInterface('127.0.0.1');
    sender.send('to members', receiver.address().port, GROUP);
  });
});
