// env.SOCKETS echo sockets, on port 7 and those after it.
const dgram = require('dgram');

const count = Number(process.env.SOCKETS);
let listening = 0;
for (let i = 0; i < count; i++) {
  const socket = dgram.createSocket('udp4');
  socket.on('message', (message, from) => socket.send(message, from.port, from.address));
  socket.bind(7 + i, () => {
    if (++listening === count) console.log('listening');
  });
}
