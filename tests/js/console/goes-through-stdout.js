// prints: seen: 2
'use strict';
const assert = require('assert');

const { write } = process.stdout;
const seen = [];
process.stdout.write = (text) => seen.push(text);
console.log('first %d', 1);
console.table([{ a: 1 }]);
process.stdout.write = write;
console.log('seen: ' + seen.length);
assert.strictEqual(seen[0], 'first 1\n');

/* What cannot be written is nobody's error. */
process.stderr.write = () => {
  throw new Error('no room');
};
console.error('lost');
