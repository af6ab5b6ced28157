// An ambient module is found no other way.
// eslint-disable-next-line @typescript-eslint/triple-slash-reference
/// <reference path="./board.d.ts" />
import * as dgram from 'node:dgram';
import * as board from 'native:board';

const LAMP = 8;
board.mode(LAMP, true);

const socket = dgram.createSocket('udp4');

// An error is about one datagram, or says that nobody listens at its address; the lamp goes on.
socket.on('error', (error) => {
  console.error(`lamp error: ${error.message}`);
});

socket.on('message', (message, from) => {
  if (message.toString() === 'toggle') board.write(LAMP, !board.read(LAMP));
  // Who sends from port 0 wants no answer, and there is none to send there.
  if (from.port === 0) return;
  const state = JSON.stringify({ lamp: board.read(LAMP), light: board.sample(2) });
  socket.send(state, from.port, from.address, (error) => {
    if (error) console.error(`no answer to ${from.address}:${from.port}: ${error.message}`);
  });
});

socket.bind(41234, () => console.log('send "toggle" to port 41234'));
