'use strict';
const assert = require('assert');
const url = require('url');

assert.strictEqual(url.URL, URL);
assert.strictEqual(url.fileURLToPath('file:///a%20b/c'), '/a b/c');
assert.strictEqual(url.pathToFileURL('/a b/#c?/').href, 'file:///a%20b/%23c%3F/');
assert.throws(() => url.fileURLToPath('http://h/'), { code: 'ERR_INVALID_URL_SCHEME' });
assert.throws(() => url.fileURLToPath('file://h/x'), { code: 'ERR_INVALID_FILE_URL_HOST' });
assert.throws(() => url.fileURLToPath('file:///a%2Fb'), { code: 'ERR_INVALID_FILE_URL_PATH' });
assert.strictEqual(url.domainToASCII('español.com'), 'xn--espaol-zwa.com');
assert.strictEqual(url.domainToUnicode('xn--fiq228c.com'), '中文.com');
