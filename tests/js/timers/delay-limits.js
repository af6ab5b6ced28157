'use strict';
const assert = require('assert');

const seen = [];
for (const delay of [undefined, null, 0, -5, NaN, 'x', 0.5, '2', 1.9]) {
  setTimeout(() => seen.push(delay), delay);
}
process.on('exit', () => assert.strictEqual(seen.length, 9));
