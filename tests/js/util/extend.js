'use strict';
/* util._extend() copies what has a name, not symbols: a socket keeps the record of its own under one. */
const assert = require('assert');
const dgram = require('dgram');
const util = require('util');

const hidden = Symbol('hidden');
const order = [];
const target = { set a(value) { order.push(['a', value]); }, set b(value) { order.push(['b', value]); } };
const source = Object.create({ inherited: 1 }, { unlisted: { value: 2, enumerable: false } });
Object.assign(source, { a: 3, b: 4, [hidden]: 5 });
assert.strictEqual(util._extend(target, source), target);
assert.deepStrictEqual(order, [['b', 4], ['a', 3]]);
assert.deepStrictEqual(Reflect.ownKeys(target), ['a', 'b']);
for (const nothing of [null, undefined, 1, 'text', () => {}]) assert.deepStrictEqual(util._extend({}, nothing), {});

/* Each of the two still closes its own handle; one that stayed open would keep the program running. */
const [one, other] = [dgram.createSocket('udp4'), dgram.createSocket('udp6')];
one.bind(() => {
  const { port } = one.address();
  util._extend(one, { type: one.type, note: 'copied' });
  util._extend({}, other);
  const { _events, _eventsCount } = one;
  util._extend(one, Object.assign(Object.create(null), other, { _events, _eventsCount }));
  assert.strictEqual(one.address().port, port);
  one.close();
  assert.throws(() => one.address(), { code: 'ERR_SOCKET_DGRAM_NOT_RUNNING' });
  other.close();
});
