'use strict';
const assert = require('assert');

function Thing() {}
Thing.prototype.make = function make() { return new RangeError('text'); };
const lines = new Thing().make().stack.split('\n');
assert.strictEqual(lines[0], 'RangeError: text');
assert.match(lines[1], /^    at make \(.+:\d+:\d+\)$/);
assert.match(lines[2], /^    at .*:\d+:\d+\)?$/);
assert.deepStrictEqual(Object.keys(new Error('x')), []);
