'use strict';
const assert = require('assert');

const seen = [];
setTimeout(() => {
  seen.push('first');
  clearTimeout(second);
}, 1);
const second = setTimeout(() => seen.push('second'), 2);
const immediate = setImmediate(() => seen.push('cleared immediate'));
const before = setImmediate(() => seen.push('never'));
clearImmediate(before);
clearImmediate(immediate);
let later;
setImmediate(() => {
  seen.push('immediate');
  clearImmediate(later);
});
later = setImmediate(() => seen.push('later'));
const until = Date.now() + 5;
while (Date.now() < until);
process.on('exit', () => assert.deepStrictEqual(seen, ['first', 'immediate']));
