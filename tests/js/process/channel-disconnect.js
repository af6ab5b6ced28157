// channel: yes
'use strict';
const assert = require('assert');

const seen = [];
process.on('message', () => {});
process.on('disconnect', () => seen.push('disconnect'));
process.disconnect();
assert.strictEqual(process.connected, false);
assert.strictEqual(process.send('x', (error) => seen.push(error.code)), false);
process.on('error', (error) => seen.push(error.code));
process.disconnect();
process.on('exit', () => assert.deepStrictEqual(seen.sort(),
  ['ERR_IPC_CHANNEL_CLOSED', 'ERR_IPC_DISCONNECTED', 'disconnect']));
