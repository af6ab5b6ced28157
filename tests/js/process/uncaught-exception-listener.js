'use strict';
const assert = require('assert');

const seen = [];
process.on('uncaughtExceptionMonitor', (error, origin) => seen.push('monitor ' + error.message + ' ' + origin));
process.on('uncaughtException', (error, origin) => seen.push(error.message + ' ' + origin));
setTimeout(() => seen.push('goes on'), 1);
process.on('exit', (code) => assert.deepStrictEqual(seen.concat(code),
  ['monitor main uncaughtException', 'main uncaughtException', 'goes on', 0]));
throw new Error('main');
