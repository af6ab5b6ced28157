'use strict';
const assert = require('assert');

const seen = [];
process.on('uncaughtException', (error) => seen.push(error.message));
process.nextTick(() => { throw new Error('tick'); });
process.nextTick(() => seen.push('next tick'));
setImmediate(() => { throw new Error('immediate'); });
setImmediate(() => {
  seen.push('next immediate');
  setTimeout(() => { throw new Error('timer'); }, 1);
  setTimeout(() => {
    seen.push('next timer');
    process.removeAllListeners('uncaughtException');
  }, 1);
});
process.on('exit', () => assert.deepStrictEqual(seen,
  ['tick', 'next tick', 'immediate', 'next immediate', 'timer', 'next timer']));
