'use strict';
// network: link
// flags: ip=192.168.77.2/24
/* With setBroadcast(true) broadcast addresses can be sent to, with false no longer. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const socket = dgram.createSocket('udp4');
socket.bind(0, () => {
  socket.setBroadcast(true);
  socket.send('x', 41848, '255.255.255.255', called('limited', (error, bytes) => {
    assert.strictEqual(error, null);
    assert.strictEqual(bytes, 1);
    socket.send('x', 41848, '192.168.77.255', called('directed', (second) => {
      assert.strictEqual(second, null);
      socket.setBroadcast(false);
      socket.send('x', 41848, '192.168.77.255', called('refused', (third) => {
        assert.strictEqual(third.code, 'EACCES');
        socket.close();
      }));
    }));
  }));
});
