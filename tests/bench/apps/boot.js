// Says how many nanoseconds after the clock's start a socket listens.
const dgram = require('dgram');

dgram.createSocket('udp4').bind(7, () => {
  const [seconds, nanoseconds] = process.hrtime();
  console.log('listening after ' + (seconds * 1e9 + nanoseconds));
  process.exit();
});
