'use strict';
/* stun: the address that a server sees of this board, and a server. */
const stun = require('stun');

const server = stun.createServer({ type: 'udp4' });
server.on('bindingRequest', (request, { address, port }) => {
  const response = stun.createMessage(stun.constants.STUN_BINDING_RESPONSE, request.transactionId);
  response.addAddress(address, port);
  server.send(response, port, address);
});
server.listen(3478, '0.0.0.0', async () => {
  const answer = await stun.request('192.168.77.1:3478');
  const { address } = answer.getAddress() ?? answer.getXorAddress();
  console.log(`seen as ${address}`);
  console.log('ready');
});
