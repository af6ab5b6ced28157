'use strict';
const assert = require('assert');
const EventEmitter = require('events');
const e = new EventEmitter();
const ac = new AbortController();
let done = 0;
EventEmitter.once(e, 'x').then((args) => { assert.deepStrictEqual(args, [1, 2]); done++; });
EventEmitter.once(e, 'y').catch((error) => { assert.strictEqual(error.message, 'bad'); done++; });
EventEmitter.once(e, 'z', { signal: ac.signal }).catch((error) => {
  assert.strictEqual(error.name, 'AbortError');
  assert.strictEqual(error.code, 'ABORT_ERR');
  done++;
});
EventEmitter.once(e, 'q', { signal: 5 }).catch((error) => {
  assert.strictEqual(error.code, 'ERR_INVALID_ARG_TYPE');
  done++;
});
e.emit('x', 1, 2);
ac.abort();
e.emit('error', new Error('bad'));
process.on('exit', () => {
  assert.strictEqual(done, 4);
  assert.deepStrictEqual(e.eventNames(), []);
});
