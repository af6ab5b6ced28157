'use strict';
const assert = require('assert');

for (const start of [setTimeout, setInterval, setImmediate]) {
  for (const bad of [undefined, null, 1, 'text', {}, Symbol('s')]) {
    assert.throws(() => start(bad, 1), {
      code: 'ERR_INVALID_ARG_TYPE', name: 'TypeError',
      message: /^The "callback" argument must be of type function\. Received /
    });
  }
}
