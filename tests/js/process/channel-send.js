// channel: yes
'use strict';
const assert = require('assert');

assert.strictEqual(process.connected, true);
let called = 0;
assert.strictEqual(process.send({ text: 'zwölf €', list: [1, null] }, (error) => {
  assert.strictEqual(error, null);
  called++;
}), true);
assert.throws(() => process.send(), { code: 'ERR_MISSING_ARGS' });
assert.throws(() => process.send(() => {}), { code: 'ERR_INVALID_ARG_TYPE' });
process.on('exit', () => assert.strictEqual(called, 1));
