// exit: 3
'use strict';
/* A listener of 'uncaughtException' takes it, and the code stays the program's. */
const assert = require('assert');

const seen = [];
process.on('uncaughtException', (error, origin) => {
  seen.push(error.message, origin);
  assert.deepStrictEqual(seen, ['exit 0', 'boom', 'uncaughtException']);
  process.exitCode = 3;
});
process.on('exit', (code) => {
  seen.push('exit ' + code);
  throw new Error('boom');
});
process.on('exit', () => seen.push('a second listener'));
