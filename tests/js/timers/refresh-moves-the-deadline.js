'use strict';
const assert = require('assert');

const seen = [];
const timer = setTimeout(() => seen.push('refreshed'), 30);
setTimeout(() => {
  timer.refresh();
  setTimeout(() => seen.push('between'), 20);
}, 20);
process.on('exit', () => assert.deepStrictEqual(seen, ['between', 'refreshed']));
