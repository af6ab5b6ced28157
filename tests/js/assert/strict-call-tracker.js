// `CallTracker` is there for a file that requires `assert/strict` alone.
const assert = require('assert/strict');
const tracker = new assert.CallTracker();
const called = tracker.calls(() => 1, 1);
called();
tracker.verify();
