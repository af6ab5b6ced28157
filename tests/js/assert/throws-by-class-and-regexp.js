'use strict';
const assert = require('assert');
const fail = () => { throw new TypeError('bad thing'); };
assert.throws(fail);
assert.throws(fail, TypeError);
assert.throws(fail, Error);
assert.throws(fail, /bad/);
assert.throws(fail, /^TypeError: bad thing$/);
assert.throws(fail, (error) => error.message === 'bad thing');
assert.throws(() => assert.throws(fail, RangeError), {
  message: 'The error is expected to be an instance of "RangeError". Received "TypeError"\n\nError message:\n\n' +
    'bad thing'
});
assert.throws(() => assert.throws(fail, /good/), {
  message: "The input did not match the regular expression /good/. Input:\n\n'TypeError: bad thing'\n"
});
assert.throws(() => assert.throws(fail, function check() { return false; }), {
  message: 'The "check" validation function is expected to return "true". Received false\n\nCaught error:\n\n' +
    'TypeError: bad thing'
});
