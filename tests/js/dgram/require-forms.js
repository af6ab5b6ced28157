'use strict';
/* All the ways to the module give one object. */
const assert = require('assert');
const dgram = require('dgram');

assert.strictEqual(require('node:dgram'), dgram);
assert.strictEqual(typeof dgram.createSocket, 'function');
assert.strictEqual(typeof dgram.Socket, 'function');
