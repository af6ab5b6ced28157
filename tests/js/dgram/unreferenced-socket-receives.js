'use strict';
/* A socket that script does not refer to any more is not collected while it can receive. */
const dgram = require('dgram');
const { called } = require('./lib/calls');

function listen(ready) {
  const socket = dgram.createSocket('udp4', called('message', function () { this.close(); }));
  socket.bind(0, '127.0.0.1', function () { ready(this.address().port); });
}
listen((port) => {
  setTimeout(() => {
    let rubbish = [];
    for (let i = 0; i < 20000; i++) rubbish = [rubbish.length, i];
    const client = dgram.createSocket('udp4');
    client.send('x', port, '127.0.0.1', () => client.close());
  }, 10);
});
