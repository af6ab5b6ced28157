// An echo while env.TIMERS timers are armed that will not go off.
const dgram = require('dgram');

const noop = () => {};
for (let i = 0; i < Number(process.env.TIMERS); i++) setTimeout(noop, 1e6 + (i * 7919) % 1000);
const socket = dgram.createSocket('udp4');
socket.on('message', (message, from) => socket.send(message, from.port, from.address));
socket.bind(7, () => console.log('listening'));
