'use strict';
const assert = require('assert');
for (const char of ['é', '€', '😀']) {
  for (const count of [80, 85, 86, 127, 128, 129, 255, 256, 300, 1000]) {
    const text = char.repeat(count);
    const size = Buffer.byteLength(char) * count;
    assert.strictEqual(Buffer.byteLength(text), size);
    const b = Buffer.from(text);
    assert.strictEqual(b.length, size);
    assert.strictEqual(b.toString(), text);
    const short = Buffer.alloc(size - 1);
    assert.strictEqual(short.write(text), size - Buffer.byteLength(char));
  }
}
