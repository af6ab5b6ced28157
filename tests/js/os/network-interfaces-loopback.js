'use strict';
const assert = require('assert');
const os = require('os');
const list = os.networkInterfaces();
const name = Object.keys(list)[0];
assert.match(name, /^lo/);
const four = list[name].find((one) => one.family === 'IPv4');
assert.deepStrictEqual(four, {
  address: '127.0.0.1', netmask: '255.0.0.0', family: 'IPv4', mac: '00:00:00:00:00:00', internal: true,
  cidr: '127.0.0.1/8'
});
const six = list[name].find((one) => one.address === '::1');
assert.strictEqual(six.family, 'IPv6');
assert.strictEqual(six.netmask, 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff');
assert.strictEqual(six.cidr, '::1/128');
assert.strictEqual(six.scopeid, 0);
