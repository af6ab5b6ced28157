// prints: /^a: \d+(\.\d+)?ms extra$/
// prints: /^a: \d+(\.\d+)?ms$/
'use strict';
const assert = require('assert');
const warnings = [];
process.removeAllListeners('warning');
process.on('warning', (w) => { warnings.push(w.message); });
console.time('a');
console.timeLog('a', 'extra');
console.timeEnd('a');
console.timeEnd('a');
process.on('exit', () => { assert.deepStrictEqual(warnings, ["No such label 'a' for console.timeEnd()"]); });
