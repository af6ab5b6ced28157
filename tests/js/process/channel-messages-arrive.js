// channel: echo
'use strict';
const assert = require('assert');

const sent = ['text', 0, false, [1, [2, { three: null }]], { text: 'zwölf €\n😀' }, 'x'.repeat(5000)];
const came = [];
process.on('message', (message) => {
  came.push(message);
  if (came.length === sent.length) process.disconnect();
});
process.on('exit', () => assert.deepStrictEqual(came, sent));
for (const message of sent) process.send(message);
