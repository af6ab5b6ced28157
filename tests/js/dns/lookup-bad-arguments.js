'use strict';
const assert = require('assert');
const dns = require('dns');

const type = { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' };
assert.throws(() => dns.lookup(1, () => {}), type);
assert.throws(() => dns.lookup({}, () => {}), type);
assert.throws(() => dns.lookup('localhost'), type);
assert.throws(() => dns.lookup('localhost', 4), type);
assert.throws(() => dns.lookup('localhost', {}), type);
assert.throws(() => dns.lookup('localhost', 'x', () => {}), type);
assert.throws(() => dns.lookup('localhost', { all: 1 }, () => {}), type);
assert.throws(() => dns.lookup('localhost', { verbatim: 1 }, () => {}), type);
assert.throws(() => dns.lookup('localhost', { hints: 'x' }, () => {}), type);
const value = { name: 'TypeError', code: 'ERR_INVALID_ARG_VALUE' };
assert.throws(() => dns.lookup('localhost', { hints: 1 }, () => {}), value);
assert.throws(() => dns.lookup('localhost', 5, () => {}), value);
assert.throws(() => dns.lookup('localhost', { family: 20 }, () => {}), value);
