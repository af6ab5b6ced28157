'use strict';
/* The limit of sockets is an error of bind(), and each close() gives one back. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const open = [];
function next() {
  const socket = dgram.createSocket('udp4');
  socket.on('error', called('error of ' + open.length, (error) => {
    assert.strictEqual(error.message, 'bind EMFILE 127.0.0.1');
    assert.strictEqual(error.errno, -24);
    assert.ok(open.length >= 8);
    open.pop().close();
    socket.bind(0, '127.0.0.1', called('bound after all', () => open.concat(socket).forEach((one) => one.close())));
  }, open.length === LIMIT ? 1 : 0));
  socket.bind(0, '127.0.0.1', () => {
    if (open.length === LIMIT) return;
    open.push(socket);
    next();
  });
}
const LIMIT = 16;
next();
