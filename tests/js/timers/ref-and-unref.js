'use strict';
const assert = require('assert');

const timer = setTimeout(() => assert.fail('an unreferenced timer kept the program running'), 60000);
assert.strictEqual(timer.hasRef(), true);
assert.strictEqual(timer.unref(), timer);
assert.strictEqual(timer.hasRef(), false);
assert.strictEqual(timer.ref(), timer);
timer.ref();
assert.strictEqual(timer.hasRef(), true);
timer.unref();
timer.unref();
