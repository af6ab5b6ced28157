'use strict';
const assert = require('assert');

assert.strictEqual(process.version, 'v18.20.4');
assert.strictEqual(process.versions.node, '18.20.4');
assert.match(process.versions.tinygram, /^\d+\.\d+\.\d+$/);
assert(process.versions.quickjs || process.versions.jerryscript);
assert.strictEqual(process.platform, 'tinygram');
assert.strictEqual(typeof process.arch, 'string');
assert.strictEqual(process.cwd(), '/');
assert(process.pid > 0);
assert.strictEqual(Object.prototype.toString.call(process), '[object process]');
assert(process instanceof require('events'));
assert.strictEqual(require('process'), process);
assert.strictEqual(globalThis.process, process);
