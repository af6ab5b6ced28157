'use strict';
const assert = require('assert');

const seen = [];
for (let i = 0; i < 20; i++) {
  setTimeout(() => seen.push(i), 5);
}
process.on('exit', () => assert.deepStrictEqual(seen, Array.from({ length: 20 }, (_, i) => i)));
