'use strict';
/* bonjour-service: one instance publishes a service, another finds it, with its port and text record. */
const assert = require('assert');
const { Bonjour } = require('bonjour-service');
const { called, never } = require('../dgram/lib/calls');

const device = new Bonjour({}, never('error of the device'));
const asker = new Bonjour({}, never('error of the asker'));
const service = device.publish({ name: 'Thermometer', type: 'http', port: 8080, txt: { unit: 'celsius' }, probe: false });
service.on('up', called('published', () => {
  const browser = asker.find({ type: 'http' }, called('found', (found) => {
    assert.strictEqual(found.name, 'Thermometer');
    assert.strictEqual(found.port, 8080);
    assert.strictEqual(found.type, 'http');
    assert.deepStrictEqual(found.txt, { unit: 'celsius' });
    browser.stop();
    asker.destroy();
    device.destroy();
  }));
}));
