'use strict';
/* The text of a number equals the same text in a source, whatever texts the built-in modules have. */
const assert = require('assert');

for (let n = 0.25; n < 20; n += 0.25) {
  const text = ['', n].join('');
  assert.ok(text === String(n));
  assert.ok(` ${n}`.slice(1) === String(n), text);
  assert.strictEqual({ [` ${n}`.slice(1)]: n }[n], n);
}
assert.ok(String(2.5) === '2.5');
