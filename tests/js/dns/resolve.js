'use strict';
/* resolve4() and resolve6() give the addresses of one family, as a list, with times to live when asked. */
const assert = require('assert');
const dns = require('dns');
const { called } = require('../dgram/lib/calls');

dns.setServers([]);
dns.resolve4('localhost', called('resolve4', (error, addresses) => {
  assert.ifError(error);
  assert.deepStrictEqual(addresses, ['127.0.0.1']);
}));
dns.resolve6('localhost', called('resolve6', (error, addresses) => {
  assert.ifError(error);
  assert.deepStrictEqual(addresses, ['::1']);
}));
dns.resolve4('localhost', { ttl: true }, called('with ttl', (error, records) => {
  assert.ifError(error);
  assert.deepStrictEqual(records, [{ address: '127.0.0.1', ttl: 0 }]);
}));
dns.resolve4('nowhere.invalid', called('invalid', (error) => {
  assert.strictEqual(error.code, 'ENOTFOUND');
  assert.strictEqual(error.syscall, 'queryA');
  assert.strictEqual(error.hostname, 'nowhere.invalid');
  assert.strictEqual(error.message, 'queryA ENOTFOUND nowhere.invalid');
}));
dns.resolve6('example.org', called('no server', (error) => {
  assert.strictEqual(error.message, 'queryAaaa ECONNREFUSED example.org');
}));
assert.throws(() => dns.resolve4(1, () => undefined), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => dns.resolve4('a'), { code: 'ERR_INVALID_ARG_TYPE' });
dns.promises.resolve4('localhost').then(called('promise', (addresses) => {
  assert.deepStrictEqual(addresses, ['127.0.0.1']);
}));
dns.promises.resolve6('nowhere.invalid').catch(called('rejected', (error) => {
  assert.strictEqual(error.code, 'ENOTFOUND');
}));
