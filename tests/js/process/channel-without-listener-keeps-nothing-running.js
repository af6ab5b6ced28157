// channel: yes
'use strict';
const assert = require('assert');

assert.strictEqual(process.channel.hasRef(), false);
const listener = () => {};
process.on('message', listener);
assert.strictEqual(process.channel.hasRef(), true);
process.removeListener('message', listener);
assert.strictEqual(process.channel.hasRef(), false);
process.on('message', listener);
process.channel.unref();
