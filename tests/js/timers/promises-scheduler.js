'use strict';
const assert = require('assert');
const { scheduler } = require('timers/promises');

let turns = 0;
setImmediate(() => turns++);
const yielded = scheduler.yield().then(() => assert.strictEqual(turns, 1));
const controller = new AbortController();
scheduler.wait(100000, { signal: controller.signal }).then(assert.fail, (error) => {
  assert.strictEqual(error.name, 'AbortError');
  turns++;
});
// A board may need longer than the wait for its first turn.
yielded.then(() => scheduler.wait(2)).then(() => controller.abort());
process.on('exit', () => assert.strictEqual(turns, 2));
