'use strict';
const assert = require('assert');
const { inspect } = require('util');
const value = {
  [inspect.custom](depth, options, given) { return [depth, typeof options.stylize, given === inspect]; }
};
assert.strictEqual(inspect(value), "[ 2, 'function', true ]");
assert.strictEqual(inspect({ v: { [inspect.custom]: () => 'two\nlines' } }), '{\n  v: two\n  lines\n}');
assert.strictEqual(inspect({ [inspect.custom]: () => 'x' }, { customInspect: false }).includes('Symbol('), true);
assert.strictEqual(inspect.custom, Symbol.for('nodejs.util.inspect.custom'));
