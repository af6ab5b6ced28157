'use strict';
const assert = require('assert');
const url = require('url');

const parsed = url.parse('coap://u:p@Host.example:5683/a/b?x=1&y#h', true);
assert.ok(parsed instanceof url.Url);
assert.strictEqual(parsed.protocol, 'coap:');
assert.strictEqual(parsed.auth, 'u:p');
assert.strictEqual(parsed.hostname, 'host.example');
assert.strictEqual(parsed.port, '5683');
assert.strictEqual(parsed.path, '/a/b?x=1&y');
assert.strictEqual(parsed.query.x, '1');
assert.strictEqual(parsed.hash, '#h');
assert.strictEqual(url.format({ protocol: 'http', hostname: '::1', port: 80, pathname: 'p', query: { a: 'b' } }), 'http://[::1]:80/p?a=b');
assert.strictEqual(url.resolve('/one/two/three', 'four'), '/one/two/four');
assert.strictEqual(url.format(new URL('http://u@xn--fiq228c.com/?a#b'), { auth: false, search: false, fragment: false, unicode: true }), 'http://中文.com/');
assert.throws(() => url.parse(5), { code: 'ERR_INVALID_ARG_TYPE' });
