'use strict';
const assert = require('assert');

const seen = [];
for (const name of ['a', 'b']) {
  setImmediate(() => {
    seen.push(name);
    Promise.resolve().then(() => seen.push(name + ' job'));
    process.nextTick(() => seen.push(name + ' tick'));
  });
}
process.on('exit', () => assert.deepStrictEqual(seen, ['a', 'a tick', 'a job', 'b', 'b tick', 'b job']));
