'use strict';
const assert = require('assert');

const start = process.hrtime();
let checked = 0;
for (const ms of [1, 2, 7, 25]) {
  setTimeout(() => {
    const [seconds, nanoseconds] = process.hrtime(start);
    const passed = seconds * 1000 + nanoseconds / 1e6;
    // The clock counts whole milliseconds, so one of them may have begun before.
    assert(passed >= ms - 1, `${ms} ms timer after ${passed} ms`);
    checked++;
  }, ms);
}
process.on('exit', () => assert.strictEqual(checked, 4));
