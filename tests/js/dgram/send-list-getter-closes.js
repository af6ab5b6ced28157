'use strict';
/* A getter of a list may do anything: close the socket, and leave nothing that refers to its handle. */
const assert = require('assert');
const dgram = require('dgram');
const { called } = require('./lib/calls');

function listThat(act) {
  const list = [Buffer.from('a'), null, Buffer.from('c')];
  Object.defineProperty(list, 1, { get: act, enumerable: true });
  return list;
}

function collect() {
  for (let i = 0; i < 200; i++) new Uint8Array(512);
  if (typeof gc === 'function') gc();
}

['udp4', 'udp6'].forEach((type) => {
  [0, 1, 2].forEach((reads) => {
    const socket = dgram.createSocket(type);
    socket.bind(
      0,
      called('listening', () => {
        let left = reads;
        const list = listThat(() => {
          if (left-- === 0) {
            socket.close();
            collect();
          }
          return 'b';
        });
        try {
          socket.send(list, socket.address().port, type === 'udp4' ? '127.0.0.1' : '::1', () => undefined);
        } catch (error) {
          assert.strictEqual(error.code, 'ERR_SOCKET_DGRAM_NOT_RUNNING');
        }
        if (left >= 0) socket.close();
      }),
    );
  });
});
