'use strict';
/* The limit of sockets is an error of bind(), and each close() gives one back. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const FEWEST = 8;
const MOST = 64;
const open = [];
const done = called('bound after all', (socket) => open.concat(socket).forEach((one) => one.close()));

function next() {
  const socket = dgram.createSocket('udp4');
  socket.once('error', (error) => {
    assert.strictEqual(error.message, 'bind EMFILE 127.0.0.1');
    assert.strictEqual(error.errno, -24);
    assert.ok(open.length >= FEWEST, `${open.length} sockets`);
    open.pop().close();
    socket.bind(0, '127.0.0.1', () => done(socket));
  });
  socket.bind(0, '127.0.0.1', () => {
    open.push(socket);
    assert.ok(open.length <= MOST, 'there is no limit');
    next();
  });
}
next();
