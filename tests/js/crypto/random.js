'use strict';
const assert = require('assert');
const crypto = require('crypto');

const bytes = crypto.randomBytes(32);
assert.ok(Buffer.isBuffer(bytes));
assert.strictEqual(bytes.length, 32);
assert.ok(!bytes.equals(crypto.randomBytes(32)));
assert.strictEqual(crypto.randomBytes(0).length, 0);
const seen = new Set();
for (let i = 0; i < 400; i++) {
  const n = crypto.randomInt(-3, 3);
  assert.ok(n >= -3 && n < 3);
  seen.add(n);
}
assert.strictEqual(seen.size, 6);
assert.match(crypto.randomUUID(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
const words = new Uint16Array(8);
assert.strictEqual(crypto.randomFillSync(words, 4), words);
assert.deepStrictEqual([...words.subarray(0, 4)], [0, 0, 0, 0]);
assert.ok(words.subarray(4).some((word) => word !== 0));
assert.throws(() => crypto.randomBytes(-1), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => crypto.randomInt(5, 5), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => crypto.randomInt('5'), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => crypto.randomFillSync(words, 9), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => crypto.randomFillSync([]), { code: 'ERR_INVALID_ARG_TYPE' });
let calls = 0;
crypto.randomBytes(4, (error, made) => {
  assert.ifError(error);
  calls += made.length;
});
crypto.randomInt(1, (error, n) => (calls += n + 1));
crypto.randomFill(words, () => calls++);
assert.strictEqual(calls, 0);
process.on('exit', () => assert.strictEqual(calls, 6));
