'use strict';
const assert = require('assert');
const target = new EventTarget();
const seen = [];
process.on('uncaughtException', (error) => { seen.push(error.message); });
target.addEventListener('x', () => { throw new Error('inside'); });
target.addEventListener('x', () => { seen.push('next'); });
target.dispatchEvent(new Event('x'));
process.on('exit', () => { assert.deepStrictEqual(seen, ['next', 'inside']); });
