'use strict';
/* Counts calls of callbacks, and fails the program at its end when a number is wrong. */
const assert = require('assert');

const counters = [];

process.on('exit', (code) => {
  if (code !== 0) return;
  for (const counter of counters) {
    assert.strictEqual(counter.calls, counter.times, `${counter.name}: ${counter.calls} calls, not ${counter.times}`);
  }
});

/* listener, or nothing, as a function that has to be called times times (1 when not given). */
function called(name, listener, times) {
  const counter = { name, calls: 0, times: times === undefined ? 1 : times };
  counters.push(counter);
  return function () {
    counter.calls++;
    return listener === undefined ? undefined : listener.apply(this, arguments);
  };
}

function never(name) {
  return () => assert.fail(`${name} was called`);
}

module.exports = { called, never };
