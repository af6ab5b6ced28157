'use strict';
const assert = require('assert');

const url = new URL('HTTP://User:pa%20ss@EXAMPLE.com:80/a/./b/../c d?x=1#f g');
assert.strictEqual(url.href, 'http://User:pa%20ss@example.com/a/c%20d?x=1#f%20g');
assert.strictEqual(url.origin, 'http://example.com');
assert.strictEqual(url.port, '');
url.port = '8080abc';
url.pathname = 'p?q';
url.search = 'a=ä';
url.hash = '';
url.username = '';
url.password = '';
url.hostname = 'münchen.example';
assert.strictEqual(url.href, 'http://xn--mnchen-3ya.example:8080/p%3Fq?a=%C3%A4');
url.protocol = 'https';
url.host = '[::FFFF:1.2.3.4]:443';
assert.strictEqual(url.host, '[::ffff:102:304]');
url.protocol = 'data';
assert.strictEqual(url.protocol, 'https:');

for (const [input, base, href] of [
  ['../x', 'coap://host/a/b/c', 'coap://host/a/x'],
  ['//other/p', 'http://host/a', 'http://other/p'],
  ['?q', 'http://host/a?b#c', 'http://host/a?q'],
  ['#h', 'mailto:x@y', 'mailto:x@y#h'],
  ['http:\\\\h\\p', undefined, 'http://h/p'],
  ['http://0x7f.1/', undefined, 'http://127.0.0.1/'],
  ['http://256/', undefined, 'http://0.0.1.0/'],
  ['file:///C|/x/../..', undefined, 'file:///C:/'],
  ['file://localhost/x', undefined, 'file:///x'],
  ['javascript:a b', undefined, 'javascript:a b'],
  ['web+x:/..//p', undefined, 'web+x:/.//p'],
  ['  http://h/\t\na ', undefined, 'http://h/a'],
  ['coap://[fe80:0:0:0:0:0:0:1]:5683/.well-known/core', undefined, 'coap://[fe80::1]:5683/.well-known/core'],
]) {
  assert.strictEqual(new URL(input, base).href, href, input);
}
for (const bad of ['', 'x', 'http://', 'http://a b/', 'http://h:99999/', 'http://[1::2::3]/', 'http://1.2.3.4.5/', 'http://a%00b/', 'http://%80/']) {
  assert.throws(() => new URL(bad), { code: 'ERR_INVALID_URL', name: 'TypeError', input: bad }, bad);
  assert.strictEqual(URL.canParse(bad), false);
}
assert.strictEqual(URL.canParse('x', 'http://h'), true);
assert.throws(() => new URL(), { code: 'ERR_MISSING_ARGS' });
assert.strictEqual(JSON.stringify({ url: new URL('http://h') }), '{"url":"http://h/"}');
assert.match(require('util').inspect(new URL('http://h/?a=b')), /^URL \{\n {2}href: 'http:\/\/h\/\?a=b',\n[^]*searchParams: URLSearchParams \{ 'a' => 'b' \},/);
