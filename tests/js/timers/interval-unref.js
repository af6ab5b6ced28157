'use strict';
const assert = require('assert');

// The interval runs as long as something else keeps the program: here timers, as many as it takes, up to a hundred.
let runs = 0;
const interval = setInterval(() => runs++, 1);
interval.unref();
function wait(left) {
  setTimeout(() => {
    if (runs < 2 && left > 0) wait(left - 1);
  }, 5);
}
wait(100);
process.on('exit', () => assert(runs > 1, `${runs} runs`));
