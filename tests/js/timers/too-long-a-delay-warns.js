'use strict';
const assert = require('assert');

let warned = 0;
let ran = 0;
process.on('warning', (warning) => {
  assert.strictEqual(warning.name, 'TimeoutOverflowWarning');
  assert.strictEqual(warning.message,
    '2147483648 does not fit into a 32-bit signed integer.\nTimeout duration was set to 1.');
  warned++;
});
setTimeout(() => ran++, 2147483648);
clearTimeout(setTimeout(() => assert.fail('ran'), 2147483647));
process.on('exit', () => assert.deepStrictEqual([warned, ran], [1, 1]));
