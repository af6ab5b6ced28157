'use strict';
const assert = require('assert');

const seen = [];
process.nextTick(() => {
  Promise.resolve().then(() => seen.push('job'));
  process.nextTick(() => seen.push('inner tick'));
});
process.nextTick(() => seen.push('second tick'));
process.on('exit', () => assert.deepStrictEqual(seen, ['second tick', 'inner tick', 'job']));
