'use strict';
const assert = require('assert');

const seen = [];
function keep() {
  seen.push(Array.prototype.slice.call(arguments));
}
process.nextTick(keep);
process.nextTick(keep, undefined);
process.nextTick(keep, 1, 2, 3);
process.nextTick(keep, 1, 'two', null, {}, [5]);
process.on('exit', () => assert.deepStrictEqual(seen, [[], [undefined], [1, 2, 3], [1, 'two', null, {}, [5]]]));
