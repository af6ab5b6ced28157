// Functions and classes that an app can reach have Node's names; some take as many parameters as Node's say.
const assert = require('assert');

const functions = {
  buffer: ['SlowBuffer', 'isAscii'],
  dns: ['lookup', 'setDefaultResultOrder'],
  events: ['once', 'on'],
  os: ['hostname', 'networkInterfaces', 'cpus'],
  timers: ['setTimeout', 'setInterval', 'clearTimeout', 'clearImmediate'],
  'timers/promises': ['setTimeout', 'setImmediate'],
  util: ['inspect', 'format'],
  dgram: ['createSocket', 'Socket'],
};
Object.keys(functions).forEach((id) => {
  functions[id].forEach((name) => assert.strictEqual(require(id)[name].name, name, id + '.' + name));
});
assert.strictEqual(require('dns').promises.lookup.name, 'lookup');
assert.strictEqual(require('util').isDeepStrictEqual.name, 'isDeepStrictEqual');

['AbortController', 'AbortSignal', 'DOMException', 'Event', 'EventTarget', 'TextDecoder', 'TextEncoder'].forEach(
  (name) => assert.strictEqual(globalThis[name].name, name),
);

const timer = setTimeout(() => {}, 1);
assert.strictEqual(timer.constructor.name, 'Timeout');
clearTimeout(timer);
const immediate = setImmediate(() => {});
assert.strictEqual(immediate.constructor.name, 'Immediate');
clearImmediate(immediate);

const events = require('events');
assert.strictEqual(events.name, 'EventEmitter');
assert.strictEqual(events.prototype.setMaxListeners.length, 1);
assert.strictEqual(events.prototype.addListener.length, 2);
assert.strictEqual(require('assert').AssertionError.name, 'AssertionError');
