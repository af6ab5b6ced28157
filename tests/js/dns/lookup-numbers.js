'use strict';
/* What inet_aton() reads is an address where a host name is expected, as getaddrinfo() has it. */
const assert = require('assert');
const dgram = require('dgram');
const dns = require('dns');
const { called } = require('../dgram/lib/calls');

const NUMBERS = { '127.1': '127.0.0.1', '99': '0.0.0.99', '010.0.0.1': '8.0.0.1', '0x7f000001': '127.0.0.1' };
Object.keys(NUMBERS).forEach((name) => {
  dns.lookup(name, called(name, (error, address, family) => {
    assert.ifError(error);
    assert.deepStrictEqual([address, family], [NUMBERS[name], 4]);
  }));
});

const receiver = dgram.createSocket('udp4', called('message', () => receiver.close()));
receiver.bind(0, '127.0.0.1', called('listening', () => {
  const sender = dgram.createSocket('udp4');
  sender.send('x', receiver.address().port, '127.1', called('sent', (error) => {
    assert.ifError(error);
    sender.close();
  }));
}));
