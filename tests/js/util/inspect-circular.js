'use strict';
const assert = require('assert');
const { inspect } = require('util');
const o = { name: 'o', list: [] };
o.self = o;
o.list.push(o);
assert.strictEqual(inspect(o), "<ref *1> { name: 'o', list: [ [Circular *1] ], self: [Circular *1] }");
