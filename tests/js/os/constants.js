'use strict';
const assert = require('assert');
const os = require('os');
assert.strictEqual(os.constants.errno.EADDRINUSE, 98);
assert.strictEqual(os.constants.errno.EBADF, 9);
assert.strictEqual(os.constants.signals.SIGTERM, 15);
assert.strictEqual(os.constants.errno.EAI_AGAIN, undefined);
