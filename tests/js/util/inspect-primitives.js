'use strict';
const assert = require('assert');
const { inspect } = require('util');
const cases = [[1, '1'], [-0, '-0'], [NaN, 'NaN'], ['a', "'a'"], ["a'b", '"a\'b"'], ['a\'b"c', '`a\'b"c`'],
  ['\n\x01\\', "'\\n\\x01\\\\'"], [true, 'true'], [null, 'null'], [undefined, 'undefined'], [Symbol('s'), 'Symbol(s)'],
  [BigInt(12), '12n'], ['\ud800', "'\\ud800'"], ['😀', "'😀'"]];
for (const [value, text] of cases) assert.strictEqual(inspect(value), text);
