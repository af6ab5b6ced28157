'use strict';
/* sacn: levels of light that a sender multicasts to a universe's group reach its receiver. */
const assert = require('assert');
const { Receiver, Sender } = require('sacn');
const { called, never } = require('../dgram/lib/calls');

const receiver = new Receiver({ universes: [1], reuseAddr: true, iface: '127.0.0.1' });
receiver.on('error', never('error'));
receiver.on(
  'packet',
  called('packet', ({ universe, sourceName, payload }) => {
    assert.strictEqual(universe, 1);
    assert.strictEqual(sourceName, 'desk');
    assert.deepStrictEqual(payload, { 1: 100, 2: 20 });
    for (const one of [receiver, sender]) one.close();
  }),
);
const sender = new Sender({
  universe: 1,
  iface: '127.0.0.1',
  reuseAddr: true,
  defaultPacketOptions: { sourceName: 'desk' },
});
setTimeout(() => sender.send({ payload: { 1: 100, 2: 20 } }), 50);
