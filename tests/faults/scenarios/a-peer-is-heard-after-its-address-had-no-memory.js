// The text of a sender's address is made once and kept: where there was no memory for it, the next datagram asks anew.
'use strict';
const dgram = require('dgram');

const TURNS = 20;
const sockets = ['127.0.0.1', '127.0.0.2', '127.0.0.3'].map((address) => ({
  address,
  socket: dgram.createSocket('udp4'),
}));
const [server, ...peers] = sockets;
const heard = { '127.0.0.2': 0, '127.0.0.3': 0 };

server.socket.on('message', (message, from) => {
  if (message.toString() !== 'one of several') throw new Error('heard ' + message);
  if (!(from.address in heard)) throw new Error('heard from ' + from.address);
  heard[from.address]++;
});

function start() {
  const { port } = server.socket.address();
  let turns = 0;
  console.log('faults: begin');
  const timer = setInterval(() => {
    const counts = Object.values(heard);
    if (Math.min(...counts) < 2 && ++turns < TURNS) {
      for (const { socket } of peers) socket.send('one of several', port, server.address, () => undefined);
      return;
    }
    clearInterval(timer);
    for (const { socket } of sockets) socket.close();
    // Where no memory is left at all, nobody is heard.
    if (Math.min(...counts) < 2 && Math.max(...counts) > 1) throw new Error('one of two is heard: ' + counts);
  }, 1);
}

let bound = 0;
for (const { address, socket } of sockets) {
  socket.bind(0, address, () => {
    if (++bound === sockets.length) start();
  });
}
