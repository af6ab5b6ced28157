'use strict';
const assert = require('assert');
for (const [value, shown] of [[5, 'type number (5)'], [null, 'null'], [undefined, 'undefined'],
  [true, 'type boolean (true)'], [{}, 'an instance of Object'], [Symbol('s'), 'type symbol (Symbol(s))']]) {
  assert.throws(() => Buffer.from(value), {
    name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE',
    message: 'The first argument must be of type string or an instance of Buffer, ArrayBuffer, or Array or an ' +
      'Array-like Object. Received ' + shown
  });
}
