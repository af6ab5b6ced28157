'use strict';
const assert = require('assert');

let spins = 0;
let fired = false;
setTimeout(() => { fired = true; }, 10);
setImmediate(function again() {
  spins++;
  if (!fired) setImmediate(again);
});
process.on('exit', () => assert(fired && spins > 0, `${spins} turns`));
