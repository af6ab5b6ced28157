// flags: env.NODE_DEBUG=net,mine
// prints: /^MINE \d+: value 5$/
'use strict';
const assert = require('assert');
const util = require('util');
const on = util.debuglog('mine');
const off = util.debuglog('other');
assert.strictEqual(on.enabled, true);
assert.strictEqual(off.enabled, false);
on('value %d', 5);
off('not printed');
