'use strict';
/* A second join of a group by one socket is refused; another socket may join too. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const first = dgram.createSocket({ type: 'udp4', reuseAddr: true });
const second = dgram.createSocket({ type: 'udp4', reuseAddr: true });
first.bind(0, called('first', () => {
  first.addMembership('224.0.0.114', '127.0.0.1');
  assert.throws(() => first.addMembership('224.0.0.114', '127.0.0.1'), {
    code: 'EADDRINUSE', message: 'addMembership EADDRINUSE'
  });
  second.bind(first.address().port, called('second', () => {
    second.addMembership('224.0.0.114', '127.0.0.1');
    second.dropMembership('224.0.0.114', '127.0.0.1');
    assert.throws(() => second.dropMembership('224.0.0.114', '127.0.0.1'), { code: 'EADDRNOTAVAIL' });
    first.dropMembership('224.0.0.114', '127.0.0.1');
    first.close();
    second.close();
  }));
}));
