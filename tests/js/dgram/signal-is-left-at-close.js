'use strict';
/* A closed socket does not keep its listener on a signal that lives on. */
const assert = require('assert');
const dgram = require('dgram');
const { getEventListeners } = require('events');
const { called } = require('./lib/calls');

const { signal } = new AbortController();
const sockets = [1, 2, 3].map(() => dgram.createSocket({ type: 'udp4', signal }));
const listeners = () => getEventListeners(signal, 'abort').length;

const closeNext = called(
  'close',
  () => {
    assert.strictEqual(listeners(), sockets.length);
    if (sockets.length > 0) sockets.pop().close(() => setImmediate(closeNext));
  },
  sockets.length + 1,
);
closeNext();
