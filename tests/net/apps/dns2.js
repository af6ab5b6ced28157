'use strict';
/* dns2: a name server, and a client of another one. */
const dns2 = require('dns2');
const { Packet } = dns2;

const server = dns2.createServer({
  udp: true,
  handle: (request, send) => {
    const response = Packet.createResponseFromRequest(request);
    const [{ name, type }] = request.questions;
    const record = { name, type, class: Packet.CLASS.IN, ttl: 60 };
    if (type === Packet.TYPE.A) response.answers.push({ ...record, address: '192.0.2.7' });
    if (type === Packet.TYPE.TXT) response.answers.push({ ...record, data: 'unit=celsius' });
    send(response);
  },
});
server.listen({ udp: { port: 53, address: '192.168.77.2' } }).then(() => console.log('ready'));

const client = new dns2({ nameServers: ['192.168.77.1'] });
const show = (result) => result.answers.map((answer) => answer.address ?? answer.data).join();
setTimeout(async () => {
  console.log(`A ${show(await client.resolveA('sensor.test'))}`);
  console.log(`AAAA ${show(await client.resolveAAAA('sensor.test'))}`);
  console.log('asked');
}, 500);
