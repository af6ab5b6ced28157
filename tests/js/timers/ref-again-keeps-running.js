'use strict';
const assert = require('assert');

let ran = false;
setTimeout(() => { ran = true; }, 5).unref().ref();
process.on('exit', () => assert(ran));
