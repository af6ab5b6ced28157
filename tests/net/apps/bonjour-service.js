'use strict';
/* bonjour-service: a service is published, and those of _peer._udp are found. */
const { Bonjour } = require('bonjour-service');

const bonjour = new Bonjour();
const about = { type: 'tinygram', protocol: 'udp', port: 41234, txt: { unit: 'celsius' } };
bonjour.publish({ name: 'board', host: 'board.local', ...about }).on('up', () => console.log('ready'));
bonjour.find({ type: 'peer', protocol: 'udp' }, ({ name, host, port, txt }) => {
  console.log(`found ${name} at ${host}:${port} ${JSON.stringify(txt)}`);
});
