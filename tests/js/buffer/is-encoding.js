'use strict';
const assert = require('assert');
for (const name of ['utf8', 'UTF-8', 'hex', 'Base64', 'base64url', 'latin1', 'binary', 'ascii', 'ucs2', 'UTF-16LE']) {
  assert.strictEqual(Buffer.isEncoding(name), true, name);
}
for (const name of ['', 'utf7', 5, null, undefined, {}, 'constructor', '__proto__']) {
  assert.strictEqual(Buffer.isEncoding(name), false);
}
