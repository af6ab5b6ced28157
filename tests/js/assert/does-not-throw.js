'use strict';
const assert = require('assert');
assert.doesNotThrow(() => {});
assert.throws(() => assert.doesNotThrow(() => { throw new Error('e'); }, 'told'), {
  message: 'Got unwanted exception: told\nActual message: "e"', operator: 'doesNotThrow'
});
assert.throws(() => assert.doesNotThrow(() => { throw new Error('e'); }, RangeError), /^Error: e$/);
