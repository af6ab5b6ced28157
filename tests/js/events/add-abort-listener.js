'use strict';
const assert = require('assert');
const events = require('events');

let calls = 0;
const controller = new AbortController();
events.addAbortListener(controller.signal, () => calls++);
const undone = events.addAbortListener(controller.signal, () => assert.fail('taken off'));
undone[Symbol.dispose]();
controller.abort();
assert.strictEqual(calls, 1);
events.addAbortListener(controller.signal, () => calls++);
assert.throws(() => events.addAbortListener(undefined, () => {}), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => events.addAbortListener(controller.signal, 5), { code: 'ERR_INVALID_ARG_TYPE' });
process.on('exit', () => assert.strictEqual(calls, 2));
