'use strict';
const assert = require('assert');

const seen = [];
process.nextTick(() => {
  seen.push('tick 1');
  Promise.resolve().then(() => {
    seen.push('job 1');
    process.nextTick(() => {
      seen.push('tick 2');
      Promise.resolve().then(() => seen.push('job 2'));
    });
  });
});
setImmediate(() => {
  assert.deepStrictEqual(seen, ['tick 1', 'job 1', 'tick 2', 'job 2']);
  seen.push('immediate');
});
process.on('exit', () => assert.strictEqual(seen.length, 5));
