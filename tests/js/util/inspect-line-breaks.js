'use strict';
const assert = require('assert');
const { inspect } = require('util');
const long = { one: 'a'.repeat(30), two: 'b'.repeat(30), three: 'c' };
assert.strictEqual(inspect(long), `{
  one: '${'a'.repeat(30)}',
  two: '${'b'.repeat(30)}',
  three: 'c'
}`);
assert.strictEqual(inspect(long, { breakLength: 200 }).includes('\n'), false);
assert.strictEqual(inspect({ a: [1], b: 2 }, { compact: false }), '{\n  a: [\n    1\n  ],\n  b: 2\n}');
assert.strictEqual(inspect('abcdef', { maxStringLength: 2 }), "'ab'... 4 more characters");
