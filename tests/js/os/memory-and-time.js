'use strict';
const assert = require('assert');
const os = require('os');
assert.ok(os.totalmem() > os.freemem() && os.freemem() > 0);
assert.ok(os.uptime() >= 0);
assert.deepStrictEqual(os.cpus(), []);
assert.deepStrictEqual(os.loadavg(), [0, 0, 0]);
