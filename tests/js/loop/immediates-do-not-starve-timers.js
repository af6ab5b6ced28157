'use strict';
const assert = require('assert');

let spins = 0;
let fired = false;
setTimeout(() => { fired = true; }, 10);
(function again() {
  if (!fired) {
    spins++;
    setImmediate(again);
  }
})();
process.on('exit', () => assert(spins > 1, `${spins} turns`));
