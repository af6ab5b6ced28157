'use strict';
const assert = require('assert');
const b = Buffer.alloc(6, 0x2e);
assert.strictEqual(b.write('abc', 1), 3);
assert.strictEqual(b.write('xy', 4, 1), 1);
assert.strictEqual(b.toString(), '.abcx.');
assert.strictEqual(b.write('6162', 'hex'), 2);
assert.strictEqual(b.write('éé', 2, 'latin1'), 2);
assert.strictEqual(b.toString('hex'), '6162e9e9782e');
assert.strictEqual(b.write('a€', 0, 3), 1);
assert.strictEqual(b.write('', 0), 0);
assert.throws(() => b.write('a', 7), {
  code: 'ERR_OUT_OF_RANGE', message: 'The value of "offset" is out of range. It must be >= 0 && <= 6. Received 7'
});
assert.throws(() => b.write('a', 0, 1, 'nope'), { code: 'ERR_UNKNOWN_ENCODING' });
assert.throws(() => b.write(5), { code: 'ERR_INVALID_ARG_TYPE' });
