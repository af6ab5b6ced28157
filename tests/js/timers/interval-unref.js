'use strict';
const assert = require('assert');

let runs = 0;
const interval = setInterval(() => runs++, 1);
interval.unref();
setTimeout(() => {}, 20);
process.on('exit', () => assert(runs > 1, `${runs} runs`));
