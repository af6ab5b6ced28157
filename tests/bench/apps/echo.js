// The full public API: every datagram goes back to its sender.
const dgram = require('dgram');

const socket = dgram.createSocket('udp4');
socket.on('message', (message, from) => socket.send(message, from.port, from.address));
socket.bind(7, () => console.log('listening'));
