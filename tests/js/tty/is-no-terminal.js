'use strict';
const assert = require('assert');
const tty = require('tty');

for (const fd of [0, 1, 2, -1, 'x']) assert.strictEqual(tty.isatty(fd), false);
assert.throws(() => new tty.WriteStream(1), { code: 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM' });
