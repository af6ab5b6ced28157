// An ambient module is found no other way.
// eslint-disable-next-line @typescript-eslint/triple-slash-reference
/// <reference path="./board.d.ts" />
import * as dgram from 'node:dgram';
import * as board from 'native:board';

const LAMP = 8;
board.mode(LAMP, true);

const socket = dgram.createSocket('udp4');
socket.on('message', (message, from) => {
  if (String(message) === 'toggle') board.write(LAMP, !board.read(LAMP));
  socket.send(JSON.stringify({ lamp: board.read(LAMP), light: board.sample(2) }), from.port, from.address);
});
socket.bind(41234, () => console.log('send "toggle" to port 41234'));
