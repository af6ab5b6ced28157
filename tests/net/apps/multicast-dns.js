'use strict';
/* multicast-dns: this app is the service "board" of _tinygram._udp, and finds the services of _peer._udp. */
const mdns = require('multicast-dns')();

const TYPE = '_tinygram._udp.local';
const SERVICE = `board.${TYPE}`;
const HOST = 'board.local';
const records = [
  { name: TYPE, type: 'PTR', ttl: 120, data: SERVICE },
  { name: SERVICE, type: 'SRV', ttl: 120, data: { port: 41234, target: HOST } },
  { name: SERVICE, type: 'TXT', ttl: 120, data: ['unit=celsius'] },
  { name: HOST, type: 'A', ttl: 120, data: '192.168.77.2' },
];

mdns.on('query', (query) => {
  const asked = (record) => query.questions.some(({ name, type }) => name === record.name && type === record.type);
  if (records.some(asked)) mdns.respond({ answers: records });
});
mdns.on('response', (response) => {
  for (const { name, type, data } of [...response.answers, ...response.additionals]) {
    if (!name.endsWith('_peer._udp.local') || type !== 'SRV') continue;
    console.log(`found ${name} at ${data.target}:${data.port}`);
  }
});
mdns.on('ready', () => {
  console.log('ready');
  setInterval(() => mdns.query([{ name: '_peer._udp.local', type: 'PTR' }]), 1000);
});
