'use strict';
const assert = require('assert');
const net = require('net');

for (const text of ['0.0.0.0', '255.255.255.255', '192.168.7.1']) assert.strictEqual(net.isIP(text), 4, text);
for (const text of ['::', '::1', '1::', 'fe80::1%en1', '::ffff:1.2.3.4', '1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7::', 'A::f']) {
  assert.strictEqual(net.isIP(text), 6, text);
}
for (const text of ['', '1.2.3', '256.1.1.1', '01.2.3.4', '1.2.3.4 ', ':', ':::', '1::2::3', '1:2:3:4:5:6:7:8:9', '::1.2.3',
  '12345::', '1:2:3:4:5:6:7', 'g::', undefined, null, 5, {}]) {
  assert.strictEqual(net.isIP(text), 0, String(text));
}
assert.strictEqual(net.isIPv4('::1'), false);
assert.strictEqual(net.isIPv6('::1'), true);
assert.throws(() => net.connect(80), { code: 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', message: /net\.connect.*dgram/ });
assert.throws(() => new net.Socket(), { code: 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM' });
