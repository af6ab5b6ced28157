'use strict';
const assert = require('assert');

let ran = 0;
const unreferenced = setImmediate(() => ran++);
assert.strictEqual(unreferenced.hasRef(), true);
assert.strictEqual(unreferenced.unref(), unreferenced);
assert.strictEqual(unreferenced.hasRef(), false);
process.on('exit', () => assert.strictEqual(ran, 0));
