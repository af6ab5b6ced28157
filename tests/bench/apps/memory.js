// Memory: when one socket listens, before process and console are loaded, and after env.COUNT echoed datagrams, the
// most that was in use.
const dgram = require('dgram');
const usage = (0, require)(['internal', 'native'].join('/'))('process').memoryUsage;

let left;
const socket = dgram.createSocket('udp4');
socket.on('message', (message, from) => {
  socket.send(message, from.port, from.address);
  if (--left > 0) return;
  console.log('most ' + usage().heapPeak);
  process.exit();
});
socket.bind(7, () => {
  const { heapTotal, heapUsed } = usage();
  left = Number(process.env.COUNT);
  console.log('listening heap ' + heapTotal + ' used ' + heapUsed);
});
