'use strict';
const assert = require('assert');

const seen = [];
const promise = Promise.reject(7);
process.on('unhandledRejection', (reason, rejected) => {
  assert.strictEqual(rejected, promise);
  seen.push(reason);
});
process.on('rejectionHandled', (handled) => {
  assert.strictEqual(handled, promise);
  seen.push('handled');
});
setTimeout(() => promise.catch(() => seen.push('caught')), 2);
process.on('exit', () => assert.deepStrictEqual(seen.sort(), [7, 'caught', 'handled']));
