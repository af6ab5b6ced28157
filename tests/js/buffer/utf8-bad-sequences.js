'use strict';
const assert = require('assert');
const cases = [
  ['80', 1], ['c3', 1], ['e282', 1], ['f09f98', 1], ['fffe', 2], ['c080', 2], ['e08080', 3], ['eda080', 3],
  ['f4908080', 4], ['f09f61', 2], ['61e26182', 4], ['f8', 1], ['e180e2f09192f1bf41', 5]
];
for (const [hex, length] of cases) {
  const text = Buffer.from(hex, 'hex').toString();
  assert.strictEqual(text.length, length, hex);
  assert.ok(text.includes('\ufffd'), hex);
}
assert.strictEqual(Buffer.from('61e26182', 'hex').toString(), 'a\ufffda\ufffd');
assert.strictEqual(Buffer.from('ed9fbfefbfbff48fbfbf', 'hex').toString(), '\ud7ff\uffff\udbff\udfff');
