'use strict';
const assert = require('assert');

const timers = require('timers');
assert.strictEqual(require('node:timers'), timers);
for (const name of ['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'clearImmediate']) {
  assert.strictEqual(timers[name], globalThis[name], name);
}
