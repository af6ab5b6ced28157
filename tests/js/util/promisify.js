'use strict';
const assert = require('assert');
const { promisify } = require('util');
let done = 0;
function work(a, callback) { setImmediate(callback, a < 0 ? new Error('negative') : null, a * 2); }
const later = promisify(work);
later(4).then((v) => { assert.strictEqual(v, 8); done++; });
later(-1).catch((e) => { assert.strictEqual(e.message, 'negative'); done++; });
const custom = () => 'custom';
work[promisify.custom] = custom;
assert.strictEqual(promisify(work), custom);
assert.strictEqual(promisify.custom, Symbol.for('nodejs.util.promisify.custom'));
assert.throws(() => promisify(5), { code: 'ERR_INVALID_ARG_TYPE' });
process.on('exit', () => { assert.strictEqual(done, 2); });
