// prints: (tinygram) [DEP9999] DeprecationWarning: old thing
// prints: more
'use strict';
const assert = require('assert');

let seen = 0;
process.on('warning', (warning) => {
  assert(warning instanceof Error);
  assert.strictEqual(warning.name, 'DeprecationWarning');
  assert.strictEqual(warning.message, 'old thing');
  assert.strictEqual(warning.code, 'DEP9999');
  assert.strictEqual(warning.detail, 'more');
  assert.match(warning.stack, /^DeprecationWarning: old thing\n    at /);
  seen++;
});
process.emitWarning('old thing', { type: 'DeprecationWarning', code: 'DEP9999', detail: 'more' });
assert.strictEqual(seen, 0);
process.on('exit', () => assert.strictEqual(seen, 1));
