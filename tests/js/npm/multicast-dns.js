'use strict';
/* Two multicast-dns instances with no options, as on a device and its asker: query and response over 224.0.0.251. */
const assert = require('assert');
const mdns = require('multicast-dns');
const { called, never } = require('../dgram/lib/calls');

const device = mdns();
const asker = mdns();
for (const one of [device, asker]) {
  one.on('error', never('error'));
  one.on('warning', never('warning'));
}

device.on('query', called('query', (query) => {
  assert.deepStrictEqual(query.questions.map(({ name, type }) => `${name} ${type}`), ['tinygram.local A']);
  device.respond({ answers: [{ name: 'tinygram.local', type: 'A', ttl: 300, flush: true, data: '192.0.2.7' }] });
}));
asker.on('response', called('response', (response, from) => {
  assert.strictEqual(from.port, 5353);
  assert.strictEqual(response.flag_aa, true);
  const [{ name, type, ttl, flush, data }] = response.answers;
  assert.deepStrictEqual({ name, type, ttl, flush, data },
    { name: 'tinygram.local', type: 'A', ttl: 300, flush: true, data: '192.0.2.7' });
  asker.destroy(called('asker destroyed'));
  device.destroy(called('device destroyed'));
}));

let ready = 0;
for (const one of [device, asker]) {
  one.on('ready', called('ready', () => {
    if (++ready === 2) asker.query('tinygram.local', 'A');
  }));
}
