'use strict';
const assert = require('assert');

const timers = require('timers/promises');
const controller = new AbortController();
const seen = [];
timers.setTimeout(60000, 0, { signal: controller.signal }).catch((error) => seen.push(error.name, error.code));
setTimeout(() => controller.abort(), 2);
process.on('exit', () => assert.deepStrictEqual(seen, ['AbortError', 'ABORT_ERR']));
