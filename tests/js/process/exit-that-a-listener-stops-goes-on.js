// exit: 6
'use strict';
/* A throw in an 'exit' listener leaves process.exit(); taken by a listener, the program runs on and ends again. */
const assert = require('assert');

const seen = [];
process.on('uncaughtException', (error) => seen.push(error.message));
process.on('exit', (code) => {
  seen.push('exit ' + code);
  if (seen.length === 1) throw new Error('stopped');
  assert.deepStrictEqual(seen, ['exit 5', 'stopped', 'timer', 'exit 5']);
  process.exitCode = 6;
});
setTimeout(() => seen.push('timer'), 1);
process.exit(5);
