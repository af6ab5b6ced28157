'use strict';
const assert = require('assert');
assert.strictEqual(JSON.stringify(Buffer.from('ab')), '{"type":"Buffer","data":[97,98]}');
assert.deepStrictEqual(Buffer.from('ab').toJSON(), { type: 'Buffer', data: [97, 98] });
