'use strict';
const assert = require('assert');

process.on('exit', () => {
  process.nextTick(() => { process.exitCode = 1; });
  setImmediate(() => { process.exitCode = 2; });
});
process.nextTick(() => { process.exitCode = 3; });
try {
  process.exit(0);
} finally {
  process.exitCode = 4;
  assert.fail('code after process.exit() ran');
}
