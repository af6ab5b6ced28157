'use strict';
/* An error that no callback takes is an 'error' event for who listens, and no end of the program for who does not. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

const buffer = Buffer.alloc(65508);
const heard = dgram.createSocket('udp4');
heard.on('error', called('error', (error) => {
  assert.strictEqual(error.message, 'send EMSGSIZE 127.0.0.1:12345');
  heard.close();
}));
heard.bind(0, '127.0.0.1', () => heard.send(buffer, 12345, '127.0.0.1'));
const unheard = dgram.createSocket('udp4');
unheard.bind(0, '127.0.0.1', () => {
  unheard.send(buffer, 12345, '127.0.0.1');
  setTimeout(called('timer', () => unheard.close()), 20);
});
