'use strict';
const assert = require('assert');

let seen;
process.on('uncaughtException', (error, origin) => { seen = [error.message, origin]; });
Promise.reject(new Error('rejected'));
process.on('exit', () => assert.deepStrictEqual(seen, ['rejected', 'unhandledRejection']));
