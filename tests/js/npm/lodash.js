'use strict';
/* lodash as one file of 17,000 lines: it builds in seconds, and both engines read all of it. */
const assert = require('assert');
const _ = require('lodash');

assert.deepStrictEqual(_.chunk([1, 2, 3, 4, 5], 2), [[1, 2], [3, 4], [5]]);
assert.deepStrictEqual(_.merge({ a: { b: 1 } }, { a: { c: [2] } }), { a: { b: 1, c: [2] } });
assert.deepStrictEqual(_.map(_.sortBy([{ u: 'b', n: 2 }, { u: 'a', n: 1 }], 'u'), 'n'), [1, 2]);
assert.strictEqual(_.camelCase('a board-on the link'), 'aBoardOnTheLink');
assert.strictEqual(_.template('<% if (hot) { %>hot: <%= degrees %><% } %>')({ hot: true, degrees: 40 }), 'hot: 40');
assert.strictEqual(_.isEqual(new Map([[1, { a: [new Date(5)] }]]), new Map([[1, { a: [new Date(5)] }]])), true);
assert.strictEqual(_.flow([(x) => x + 1, (x) => x * 2])(3), 8);
assert.strictEqual(_(['x', 'y', 'z']).drop().reverse().join(''), 'zy');
