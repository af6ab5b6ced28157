'use strict';
const assert = require('assert');
const { deprecate } = require('util');
const warnings = [];
process.removeAllListeners('warning');
process.on('warning', (w) => { warnings.push([w.name, w.code, w.message]); });
const f = deprecate((a) => a + 1, 'f is old', 'DEP9999');
const g = deprecate(() => {}, 'g is old', 'DEP9999');
const h = deprecate(() => {}, 'h is old');
assert.strictEqual(f(1), 2);
f(1);
g();
h();
h();
process.on('exit', () => {
  assert.deepStrictEqual(warnings, [['DeprecationWarning', 'DEP9999', 'f is old'],
    ['DeprecationWarning', undefined, 'h is old']]);
});
