'use strict';
const assert = require('assert');

assert.strictEqual(process.send, undefined);
assert.strictEqual(process.connected, undefined);
assert.strictEqual(process.channel, undefined);
