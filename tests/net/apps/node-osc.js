'use strict';
/* node-osc: what oscsend says is shown and answered; a bundle. */
const { Bundle, Client, Server } = require('node-osc');

const client = new Client('192.168.77.1', 57121);
const server = new Server(57120, '0.0.0.0', () => console.log('ready'));
server.on('message', ([address, ...values]) => {
  console.log(`${address} ${values.join(' ')}`);
  client.send(['/answer', values.length, 'ok', 0.5], () => {
    client.send(new Bundle(['/first', 1], ['/second', 'zwei']));
  });
});
