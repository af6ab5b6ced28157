'use strict';
const assert = require('assert');

const seen = [];
setImmediate(() => {
  seen.push('immediate');
  setTimeout(() => seen.push('timeout'), 1);
  setImmediate(() => seen.push('next immediate'));
  const until = Date.now() + 5;
  while (Date.now() < until);
});
process.on('exit', () => assert.deepStrictEqual(seen, ['immediate', 'timeout', 'next immediate']));
