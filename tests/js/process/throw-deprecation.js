'use strict';
const assert = require('assert');

process.throwDeprecation = true;
let seen;
process.on('uncaughtException', (error) => { seen = error.message; });
process.emitWarning('loud', 'DeprecationWarning');
process.on('exit', () => assert.strictEqual(seen, 'loud'));
