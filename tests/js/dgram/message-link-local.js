'use strict';
// network: link
/* A link-local sender's address names its interface, and can be sent to as it is. */
const assert = require('assert');
const dgram = require('dgram');
const os = require('os');
const { called } = require('./lib/calls');

/* An address is listed when it has been found to be free on the link, which takes a second. */
function find() {
  const all = os.networkInterfaces();
  for (const name of Object.keys(all)) {
    const entry = all[name].find(({ address, internal }) => !internal && address.startsWith('fe80:'));
    if (entry !== undefined) return `${entry.address}%${name}`;
  }
  return undefined;
}

const start = called('start', (address) => {
  const server = dgram.createSocket('udp6', called('request', (message, rinfo) => {
    assert.strictEqual(rinfo.address, address);
    assert.strictEqual(rinfo.family, 'IPv6');
    server.send('answer', rinfo.port, rinfo.address);
  }));
  const client = dgram.createSocket('udp6', called('answer', (message, rinfo) => {
    assert.strictEqual(rinfo.address, address);
    server.close();
    client.close();
  }));
  server.bind({ address }, () => {
    assert.strictEqual(server.address().address, address);
    client.send('request', server.address().port, address);
  });
});
const timer = setInterval(() => {
  const address = find();
  if (address === undefined) return;
  clearInterval(timer);
  start(address);
}, 100);
