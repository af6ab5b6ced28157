// except: jerryscript because without Proxy nothing sees that a property is assigned
'use strict';
const assert = require('assert');

process.env.COUNT = 1;
assert.strictEqual(process.env.COUNT, '1');
process.env.NOTHING = undefined;
assert.strictEqual(process.env.NOTHING, 'undefined');
assert.deepStrictEqual(
  Object.keys(process.env).filter((name) => /^(COUNT|NOTHING)$/.test(name)),
  ['COUNT', 'NOTHING'],
);
delete process.env.COUNT;
assert.strictEqual('COUNT' in process.env, false);
assert.throws(() => {
  process.env.COUNT = Symbol('no text');
}, TypeError);
