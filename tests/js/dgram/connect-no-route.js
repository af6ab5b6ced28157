'use strict';
/* connect() fails where send() does, with the same code; a peer on a link needs the link's name. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

function refused(type, address, code) {
  const socket = dgram.createSocket(type);
  socket.connect(9, address, called(address, (error) => {
    assert.strictEqual(error && error.code, code);
    if (code === 'EINVAL') {
      socket.close();
      return;
    }
    socket.send('x', 9, address, called('send ' + address, (failure) => {
      assert.strictEqual(failure && failure.code, code);
      socket.close();
    }));
  }));
}
refused('udp4', '10.9.9.9', 'ENETUNREACH');
refused('udp6', '2001:db8::1', 'ENETUNREACH');
refused('udp6', 'ff02::5', 'EINVAL');
refused('udp6', 'fe80::5', 'EINVAL');
