'use strict';
/* createSocket() without a type makes an IPv4 socket; a function first is its listener. */
const assert = require('assert');
const dgram = require('dgram');

const plain = dgram.createSocket();
assert.strictEqual(plain.type, 'udp4');
assert.strictEqual(plain.listenerCount('message'), 0);
plain.close();
const listener = () => {};
const listening = dgram.createSocket(listener);
assert.strictEqual(listening.type, 'udp4');
assert.deepStrictEqual(listening.listeners('message'), [listener]);
listening.close();
assert.throws(() => dgram.createSocket(undefined), { code: 'ERR_SOCKET_BAD_TYPE' });
assert.throws(() => dgram.createSocket(undefined, listener), { code: 'ERR_SOCKET_BAD_TYPE' });
