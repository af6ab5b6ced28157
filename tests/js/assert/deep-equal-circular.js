'use strict';
const assert = require('assert');
const a = { n: 1 };
a.self = a;
const b = { n: 1 };
b.self = b;
assert.deepStrictEqual(a, b);
b.n = 2;
assert.notDeepStrictEqual(a, b);
