'use strict';
const assert = require('assert');

const never = () => assert.fail('a cleared timer ran');
clearTimeout(setTimeout(never, 1));
clearInterval(setTimeout(never, 1));
clearTimeout(setInterval(never, 1));
clearTimeout(+setTimeout(never, 1));
clearTimeout(String(+setTimeout(never, 1)));
setTimeout(never, 1).close();
clearImmediate(setImmediate(never));
for (const nothing of [undefined, null, 0, -1, 'x', {}, never]) {
  clearTimeout(nothing);
  clearInterval(nothing);
  clearImmediate(nothing);
}
