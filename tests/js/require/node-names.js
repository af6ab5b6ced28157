'use strict';
const assert = require('assert');

for (const name of ['dgram', 'events', 'timers', 'process', 'util']) {
  assert.strictEqual(require(`node:${name}`), require(name), name);
}
