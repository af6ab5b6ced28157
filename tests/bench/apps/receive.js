// Takes datagrams and answers none.
const dgram = require('dgram');

let bytes = 0;
const socket = dgram.createSocket('udp4');
socket.on('message', (message) => { bytes += message.length; });
socket.bind(7, () => console.log('listening'));
