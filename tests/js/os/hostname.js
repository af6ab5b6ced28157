// network: link
// flags: ip=192.168.77.2/24 host=board-7
'use strict';
const assert = require('assert');
const os = require('os');
assert.strictEqual(os.hostname(), 'board-7');
assert.strictEqual(`${os.hostname}`, 'board-7');
