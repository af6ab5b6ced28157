'use strict';
/* Socket can be extended, by class and in the old way. */
const assert = require('assert');
const dgram = require('dgram');
const util = require('util');
const { called } = require('./lib/calls');

class Counting extends dgram.Socket {
  constructor() {
    super('udp4');
    this.count = 0;
  }
  send(...args) {
    this.count++;
    return super.send(...args);
  }
}
function Old() { dgram.Socket.call(this, 'udp4'); }
util.inherits(Old, dgram.Socket);

for (const Kind of [Counting, Old]) {
  const socket = new Kind();
  assert.ok(socket instanceof dgram.Socket);
  socket.on('message', called(Kind.name, () => {
    assert.strictEqual(socket.count, Kind === Counting ? 1 : undefined);
    socket.close();
  }));
  socket.bind(0, '127.0.0.1', () => socket.send('x', socket.address().port, '127.0.0.1'));
}
