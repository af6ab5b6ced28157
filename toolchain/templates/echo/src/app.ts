// A UDP server that sends every datagram back to where it came from.
import * as dgram from 'dgram';

const server = dgram.createSocket('udp4');

// An error is about one datagram, or says that nobody listens at its address; the server goes on.
server.on('error', (error) => {
  console.error(`server error: ${error.message}`);
});

server.on('message', (message, from) => {
  const text = message.subarray(0, 48).toString();
  console.log(`server got ${message.length} bytes from ${from.address}:${from.port}: ${text}`);
  // Who sends from port 0 wants no answer, and there is none to send there.
  if (from.port === 0) return;
  server.send(message, from.port, from.address, (error) => {
    if (error) console.error(`no answer to ${from.address}:${from.port}: ${error.message}`);
  });
});

server.on('listening', () => {
  const { address, port } = server.address();
  console.log(`server listening ${address}:${port}`);
});

server.bind(41234);
