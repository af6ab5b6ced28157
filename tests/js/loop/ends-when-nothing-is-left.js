'use strict';
const assert = require('assert');

const seen = [];
setTimeout(() => seen.push('unreferenced'), 60000).unref();
setImmediate(() => {
  seen.push('immediate');
  setTimeout(() => seen.push('referenced'), 5);
});
process.on('exit', () => assert.deepStrictEqual(seen, ['immediate', 'referenced']));
