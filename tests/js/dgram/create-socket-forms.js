'use strict';
const assert = require('assert');
const dgram = require('dgram');
const EventEmitter = require('events');

for (const type of ['udp4', 'udp6']) {
  for (const socket of [dgram.createSocket(type), dgram.createSocket({ type }), new dgram.Socket(type)]) {
    assert.ok(socket instanceof dgram.Socket);
    assert.ok(socket instanceof EventEmitter);
    assert.strictEqual(socket.type, type);
    socket.close();
  }
}
