'use strict';
const assert = require('assert');

assert.strictEqual(typeof Symbol.dispose, 'symbol');
assert.strictEqual(String(Symbol.asyncDispose), 'Symbol(Symbol.asyncDispose)');
const dgram = require('dgram');
assert.strictEqual(typeof dgram.Socket.prototype[Symbol.asyncDispose], 'function');
