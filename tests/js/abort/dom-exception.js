'use strict';
const assert = require('assert');
const error = new DOMException('told', 'TimeoutError');
assert.ok(error instanceof Error && error instanceof DOMException);
assert.strictEqual(error.name, 'TimeoutError');
assert.strictEqual(error.code, 23);
assert.strictEqual(String(error), 'TimeoutError: told');
assert.match(error.stack, /^TimeoutError: told\n/);
assert.strictEqual(new DOMException().name, 'Error');
