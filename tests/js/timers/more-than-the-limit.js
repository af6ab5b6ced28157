'use strict';
const assert = require('assert');

const armed = [];
const nothing = () => {};
let error;
for (let i = 0; i < 100000 && error === undefined; i++) {
  try {
    armed.push(setTimeout(nothing, 60000));
  } catch (caught) {
    error = caught;
  }
}
assert.strictEqual(error.code, 'ENOMEM');
assert(error.message.indexOf(`at most ${armed.length} timers`) > 0, error.message);
clearTimeout(armed.pop());
armed.push(setTimeout(nothing, 1));
armed.forEach(clearTimeout);
