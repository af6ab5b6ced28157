'use strict';
const assert = require('assert');
const { inspect } = require('util');
class Foo { constructor() { this.a = 1; } }
const none = Object.create(null);
none.x = 1;
assert.strictEqual(inspect({}), '{}');
assert.strictEqual(inspect({ a: 1, 'b-c': 'x', [Symbol('s')]: 2 }), "{ a: 1, 'b-c': 'x', [Symbol(s)]: 2 }");
assert.strictEqual(inspect(new Foo()), 'Foo { a: 1 }');
assert.strictEqual(inspect(none), '[Object: null prototype] { x: 1 }');
assert.strictEqual(inspect({ get a() { return 1; }, set b(v) {} }), '{ a: [Getter], b: [Setter] }');
assert.strictEqual(inspect({ get a() { return 1; } }, { getters: true }), '{ a: [Getter: 1] }');
assert.strictEqual(inspect({ c: 1, a: 2 }, { sorted: true }), '{ a: 2, c: 1 }');
