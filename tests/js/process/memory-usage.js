'use strict';
const assert = require('assert');

const usage = process.memoryUsage();
for (const key of ['rss', 'heapTotal', 'heapUsed', 'external', 'arrayBuffers']) {
  assert(Number.isInteger(usage[key]) && usage[key] >= 0, key);
}
assert(usage.heapUsed > 0 && usage.heapUsed <= usage.heapTotal);
assert(process.memoryUsage.rss() > 0);
const held = new Array(500).fill(0).map((_, i) => ({ i }));
assert(process.memoryUsage().heapUsed > usage.heapUsed, `${held.length} objects took no memory`);
