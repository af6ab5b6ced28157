'use strict';
const assert = require('assert');

for (const name of ['dgram', 'events', 'timers', 'process', 'assert']) {
  assert.strictEqual(require(`node:${name}`), require(name), name);
}
