'use strict';
const assert = require('assert');
const b = Buffer.from('abcdef');
for (const name of ['slice', 'subarray']) {
  const s = b[name](1, 4);
  assert.ok(Buffer.isBuffer(s));
  assert.strictEqual(s.toString(), 'bcd');
  assert.strictEqual(s.buffer, b.buffer);
  assert.strictEqual(b[name](-3, -1).toString(), 'de');
  assert.strictEqual(b[name](4, 2).length, 0);
  assert.strictEqual(b[name](2)[name](1).toString(), 'def');
  assert.strictEqual(b[name]('1', 2.9).toString(), 'b');
  assert.strictEqual(b[name](100).length, 0);
}
b.slice(1)[0] = 0x78;
assert.strictEqual(b.toString(), 'axcdef');
