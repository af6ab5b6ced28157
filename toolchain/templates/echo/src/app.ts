// A UDP server that sends every datagram back to where it came from.
import * as dgram from 'dgram';

const server = dgram.createSocket('udp4');

server.on('error', (error) => {
  console.error(`server error: ${error.message}`);
  server.close();
});

server.on('message', (message, from) => {
  const text = message.toString();
  console.log(`server got ${message.length} bytes from ${from.address}:${from.port}: ${text.slice(0, 48)}`);
  server.send(message, from.port, from.address);
});

server.on('listening', () => {
  const { address, port } = server.address();
  console.log(`server listening ${address}:${port}`);
});

server.bind(41234);
