'use strict';
const assert = require('assert');

const seen = [];
process.on('uncaughtException', (error) => seen.push(error.message));
queueMicrotask(() => { throw new Error('first'); });
queueMicrotask(() => seen.push('second'));
process.on('exit', () => assert.deepStrictEqual(seen, ['first', 'second']));
assert.throws(() => queueMicrotask('no function'), { code: 'ERR_INVALID_ARG_TYPE' });
