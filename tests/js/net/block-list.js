'use strict';
const assert = require('assert');
const net = require('net');

const list = new net.BlockList();
list.addAddress('123.123.123.123');
list.addRange('10.0.0.1', '10.0.0.10');
list.addSubnet('8592:757c:efae:4e45::', 64, 'ipv6');
list.addSubnet('192.168.4.0', 22);
assert.deepStrictEqual(list.rules, [
  'Subnet: IPv4 192.168.4.0/22',
  'Subnet: IPv6 8592:757c:efae:4e45::/64',
  'Range: IPv4 10.0.0.1-10.0.0.10',
  'Address: IPv4 123.123.123.123',
]);
assert.strictEqual(list.check('123.123.123.123'), true);
assert.strictEqual(list.check('::ffff:7b7b:7b7b', 'ipv6'), true);
assert.strictEqual(list.check('10.0.0.10'), true);
assert.strictEqual(list.check('10.0.0.11'), false);
assert.strictEqual(list.check('192.168.7.255'), true);
assert.strictEqual(list.check('192.168.8.0'), false);
assert.strictEqual(list.check('8592:757c:efae:4e45:f::1', 'ipv6'), true);
assert.strictEqual(list.check('8592:757c:efae:4e46::', 'ipv6'), false);
assert.strictEqual(list.check('no address'), false);
const address = new net.SocketAddress({ address: '10.0.0.5', port: 80 });
assert.strictEqual(list.check(address), true);
assert.strictEqual(address.family, 'ipv4');
assert.throws(() => list.addRange('10.0.0.2', '10.0.0.1'), { code: 'ERR_INVALID_ARG_VALUE' });
assert.throws(() => list.addSubnet('10.0.0.0', 33), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => list.addAddress('1.1.1'), { code: 'ERR_INVALID_ADDRESS' });
assert.throws(() => list.addAddress(5), { code: 'ERR_INVALID_ARG_TYPE' });
