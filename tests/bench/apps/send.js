// Sends env.SIZE bytes to the sender of every datagram.
const dgram = require('dgram');

const payload = Buffer.alloc(Number(process.env.SIZE), 'tinygram');
const socket = dgram.createSocket('udp4');
socket.on('message', (message, from) => socket.send(payload, from.port, from.address));
socket.bind(7, () => console.log('listening'));
