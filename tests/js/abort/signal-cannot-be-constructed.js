'use strict';
const assert = require('assert');
assert.throws(() => new AbortSignal(), {
  name: 'TypeError', code: 'ERR_ILLEGAL_CONSTRUCTOR', message: 'Illegal constructor'
});
const { signal } = new AbortController();
assert.ok(signal instanceof AbortSignal && signal instanceof EventTarget);
assert.strictEqual(Object.prototype.toString.call(signal), '[object AbortSignal]');
assert.strictEqual(require('util').inspect(signal), 'AbortSignal { aborted: false }');
