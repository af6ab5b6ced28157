'use strict';
const assert = require('assert');
const qs = require('querystring');

assert.deepStrictEqual({ ...qs.parse('a=1&b=2&a=3&c&=d&e=%20+%zz') }, {
  a: ['1', '3'], b: '2', c: '', '': 'd', e: '  %zz',
});
assert.strictEqual(Object.getPrototypeOf(qs.parse('a=1')), null);
assert.deepStrictEqual({ ...qs.parse('a:1;b:2', ';', ':') }, { a: '1', b: '2' });
assert.deepStrictEqual({ ...qs.parse('a=1&b=2', null, null, { maxKeys: 1 }) }, { a: '1' });
assert.strictEqual(qs.stringify({ a: 1, b: [true, 'ä ü'], c: null, d: NaN }), 'a=1&b=true&b=%C3%A4%20%C3%BC&c=&d=');
assert.strictEqual(qs.stringify({ a: 'b' }, ';', ':'), 'a:b');
assert.strictEqual(qs.unescape('%E4'), '\ufffd');
assert.strictEqual(qs.escape("a&b='"), "a%26b%3D'");
assert.throws(() => qs.escape('\ud800'), { code: 'ERR_INVALID_URI', name: 'URIError' });
assert.deepStrictEqual(qs.unescapeBuffer('a%20%2'), Buffer.from('a %2'));
