// Sends env.SIZE bytes to its peer for every datagram from it.
const dgram = require('dgram');

const payload = Buffer.alloc(Number(process.env.SIZE), 'tinygram');
const socket = dgram.createSocket('udp4');
socket.on('message', () => socket.send(payload));
socket.bind(7, () => socket.connect(5000, process.env.PEER, () => console.log('listening')));
