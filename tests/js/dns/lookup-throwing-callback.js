'use strict';
/* An exception in the callback is an uncaught one. */
const assert = require('assert');
const dns = require('dns');
const { called } = require('../dgram/lib/calls');

process.on('uncaughtException', called('uncaughtException', (error) => assert.strictEqual(error.message, 'mine')));
dns.lookup('localhost', 4, () => { throw new Error('mine'); });
