'use strict';
/* Each form binds, gives the socket back, and calls back with the socket as `this`. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const forms = [
  [(socket, done) => socket.bind(done), '0.0.0.0'],
  [(socket, done) => socket.bind(0, done), '0.0.0.0'],
  [(socket, done) => socket.bind(undefined, done), '0.0.0.0'],
  [(socket, done) => socket.bind(null, null, done), '0.0.0.0'],
  [(socket, done) => socket.bind('0', '', done), '0.0.0.0'],
  [(socket, done) => socket.bind(0, '127.0.0.1', done), '127.0.0.1'],
  [(socket, done) => socket.bind({ port: 0, address: '127.0.0.1' }, done), '127.0.0.1'],
  [(socket, done) => socket.bind({ address: '127.0.0.1', exclusive: true }, done), '127.0.0.1'],
  [(socket, done) => socket.bind({}, done), '0.0.0.0'],
  [(socket, done) => socket.bind({ port: 0, exclusive: true }, null, done), '0.0.0.0']
];
forms.forEach(([bind, address], i) => {
  const socket = dgram.createSocket('udp4');
  assert.strictEqual(bind(socket, called('form ' + i, function () {
    assert.strictEqual(this, socket);
    assert.strictEqual(socket.address().address, address);
    socket.close();
  })), socket);
});
