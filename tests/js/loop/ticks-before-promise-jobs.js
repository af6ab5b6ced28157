'use strict';
const assert = require('assert');

const seen = [];
Promise.resolve().then(() => seen.push('job'));
process.nextTick(() => seen.push('tick'));
queueMicrotask(() => seen.push('microtask'));
seen.push('main');
process.on('exit', () => assert.deepStrictEqual(seen, ['main', 'tick', 'job', 'microtask']));
