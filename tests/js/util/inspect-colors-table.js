'use strict';
const assert = require('assert');
const { inspect } = require('util');

assert.deepStrictEqual(inspect.colors.red, [31, 39]);
assert.deepStrictEqual(inspect.colors.grey, inspect.colors.gray);
assert.strictEqual(inspect.styles.string, 'green');
