'use strict';
const assert = require('assert');

process.on('unhandledRejection', () => assert.fail('it was handled'));
let caught = 0;
const one = Promise.reject(1);
process.nextTick(() => one.catch(() => caught++));
const two = Promise.reject(2);
Promise.resolve().then(() => Promise.resolve()).then(() => two.catch(() => caught++));
process.on('exit', () => assert.strictEqual(caught, 2));
