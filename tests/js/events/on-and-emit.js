'use strict';
const assert = require('assert');
const EventEmitter = require('events');
const e = new EventEmitter();
const calls = [];
assert.strictEqual(e.on('a', function (x, y) { calls.push([this === e, arguments.length, x, y]); }), e);
assert.strictEqual(e.emit('a', 1, 2), true);
assert.strictEqual(e.emit('none'), false);
assert.deepStrictEqual(calls, [[true, 2, 1, 2]]);
