/*
 * api.js: the app of tests/faults/run.ts that calls the API at random: any function with any arguments, and inside every
 * callback, getter and conversion the same again, or an exception, a close, or allocations. `api.js <seed> <steps>`;
 * the same seed makes the same choices. What the calls return or throw is nobody's business here: the sanitizers, the
 * runtime's own checks at the end, and the watchdog see whether it was right.
 */
'use strict';
const assert = require('assert');
const dgram = require('dgram');
const dns = require('dns');
const events = require('events');
const timers = require('timers');
const util = require('util');

let state = Number(process.argv[2]) >>> 0;
let left = Number(process.argv[3]);
let depth = 0;

function random(limit) {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 4294967296) * limit);
}
const pick = (list) => list[random(list.length)];

/** Sockets and the rest that calls are made on; a new one takes the place of an old one. */
const sockets = [];
const armed = [];
const emitters = [new events.EventEmitter(), new EventTarget(), new AbortController().signal];
const signals = [];

function keep(pool, most, value, drop) {
  if (pool.length < most) pool.push(value);
  else drop(pool.splice(random(most), 1, value)[0]);
}

function closeOne() {
  const socket = pick(sockets);
  if (socket) socket.close();
}

function allocate() {
  const held = [];
  for (let i = random(60); i > 0; i--) held.push({ text: 'text ' + i, bytes: Buffer.alloc(random(200)) });
  return held;
}

/** What happens inside whatever script is called by. */
function inside() {
  if (left <= 0 || depth > 6) return undefined;
  depth++;
  try {
    switch (random(6)) {
      case 0:
        throw new Error('from inside');
      case 1:
        return closeOne();
      case 2:
        return allocate().length;
      case 3:
        for (const socket of sockets) if (random(2)) socket.removeAllListeners(pick(['message', 'close', 'connect']));
        return 'removed';
      default:
        step();
        return value();
    }
  } finally {
    depth--;
  }
}

const callback = () => () => void inside();

function withGetters(object, names) {
  for (const name of names) {
    if (random(2)) Object.defineProperty(object, name, { get: inside, enumerable: true, configurable: true });
  }
  return object;
}

/** Views that lists were made with of late. */
const lent = [];

function lend(view) {
  keep(lent, 4, view, () => undefined);
  return view;
}

function list() {
  const items = Array.from({ length: random(12) }, () => pick(['piece', Buffer.from('bytes'), lend(new Uint8Array(7)), value()]));
  if (random(2)) withGetters(items, ['0', '1', '2', '7']);
  return items;
}

const bytes = () => pick([Buffer.alloc(random(1500)), new Uint8Array(random(99)), new DataView(new ArrayBuffer(9), 2), new Uint16Array(3)]);
const number = () => pick([0, 1, 7, 53, 255, 65535, 65536, -1, 1.5, NaN, Infinity, 2 ** 31, 2 ** 32, random(300)]);
const text = () =>
  pick(['', 'text', '127.0.0.1', '::1', '0.0.0.0', '224.0.0.9', 'ff02::9', 'localhost', '1.2.3.999', 'é€😀', 'x'.repeat(random(400)),
    'message', 'error', 'close', 'listening', 'utf8', 'hex', 'base64', 'latin1', 'utf16le', 'udp4', 'udp6']);
const options = () =>
  withGetters({ type: pick(['udp4', 'udp6', 'x']), port: random(3), address: text(), family: pick([0, 4, 6]), all: true, signal: pick(signals),
    reuseAddr: true, exclusive: true, once: true, ref: false },
  ['type', 'port', 'address', 'family', 'signal', 'all', 'reuseAddr', 'lookup', 'recvBufferSize']);

function value() {
  switch (random(13)) {
    case 0: return undefined;
    case 1: return pick([null, true, false, Symbol('s'), BigInt(5)]);
    case 2: case 3: return number();
    case 4: case 5: return text();
    case 6: return bytes();
    case 7: return depth < 4 ? list() : [];
    case 8: return options();
    case 9: return { toString: inside, valueOf: inside, [Symbol.toPrimitive]: inside };
    case 10: return pick(sockets);
    case 11: return pick(emitters);
    default: return callback();
  }
}

const values = () => Array.from({ length: random(6) }, value);
const methods = (object) => Object.getOwnPropertyNames(object).filter((name) => name !== 'constructor' && typeof Object.getOwnPropertyDescriptor(object, name).value === 'function');

const socketMethods = methods(dgram.Socket.prototype);
/* As in Node, what waits for a socket to be bound is one of its listeners: who removes them all waits for ever. */
const emitterMethods = methods(events.EventEmitter.prototype).filter((name) => name !== 'removeAllListeners');
const bufferMethods = methods(Buffer.prototype);
const bufferStatics = methods(Buffer);
/* Nor one whose record of listeners _extend() has replaced. */
const utilities = methods(util).filter((name) => name !== '_extend');
const assertions = methods(assert).filter((name) => !['AssertionError'].includes(name));

function attempt(action) {
  try {
    action();
  } catch {
    /* It was closed, or what it calls throws. */
  }
}

/*
 * Closes a socket whatever its listeners do. As in Node, what waits for it to be bound, close() too, waits for ever
 * where a listener of 'listening' throws before its own turn comes, or somebody emits an 'error' meanwhile.
 */
function shut(socket) {
  attempt(() => socket.close());
  for (const listener of socket.listeners('listening')) attempt(() => listener.call(socket));
  socket.prependListener('listening', () => attempt(() => socket.close()));
}

function open() {
  const socket = dgram.createSocket(pick(['udp4', 'udp4', 'udp6', options()]), random(2) ? callback() : undefined);
  keep(sockets, 10, socket, shut);
  socket.on('error', callback());
  for (const name of ['message', 'close', 'listening', 'connect']) if (random(2)) socket.on(name, callback());
  if (random(3)) socket.bind(random(3) ? 0 : 20000 + random(4), random(3) ? undefined : '127.0.0.1');
}

function send() {
  const from = pick(sockets);
  const to = pick(sockets);
  if (!from || !to) return;
  const { port } = to.address();
  const data = pick([bytes, text, list, value])();
  if (random(3)) from.send(data, port, '127.0.0.1', callback());
  else from.send(data, ...values());
}

function arm() {
  const delay = random(8) ? random(4) : value();
  const timer = pick([setTimeout, setInterval, setImmediate])(callback(), delay, ...values());
  keep(armed, 12, timer, (old) => {
    clearTimeout(old);
    clearImmediate(old);
  });
}

function call(object, names) {
  if (object) object[pick(names)](...values());
}

const actions = [
  open,
  send,
  send,
  send,
  arm,
  () => call(pick(sockets), socketMethods),
  () => call(pick(sockets), socketMethods),
  () => call(pick(sockets), emitterMethods),
  () => call(pick(emitters), emitterMethods.concat('dispatchEvent', 'addEventListener', 'removeEventListener')),
  () => call(pick(armed), ['ref', 'unref', 'hasRef', 'refresh', 'close']),
  () => dns.lookup(pick([text, value])(), options(), callback()),
  () => dns[pick(['lookup', 'resolve4', 'resolve6', 'getServers', 'setDefaultResultOrder'])](...values()),
  /* None that is an address: who asks one that does not answer waits for seconds. */
  () => dns.setServers(pick([number(), [number()], [callback()], withGetters([''], ['0']), []])),
  () => call(bytes(), bufferMethods.filter((name) => name in Buffer.prototype)),
  () => call(Buffer.alloc(random(64)), bufferMethods),
  () => call(Buffer, bufferStatics),
  /* Of what another action may be about to send. Engines before ES2024 have no way to detach. */
  () => pick(lent.concat([Buffer.alloc(9)])).buffer.transfer(0),
  () => call(util, utilities),
  () => call(assert, assertions),
  () => call(timers, ['clearTimeout', 'clearImmediate', 'clearInterval']),
  () => process.nextTick(callback(), ...values()),
  () => queueMicrotask(callback()),
  () => Promise.resolve(value()).then(callback(), callback()),
  () => Promise.reject(value()),
  () => JSON.stringify(value()),
  () => {
    const controller = new AbortController();
    keep(signals, 4, controller.signal, () => undefined);
    controller.signal.addEventListener('abort', callback());
    if (random(2)) setTimeout(() => controller.abort(value()), random(3));
    else if (random(2)) controller.abort();
  },
  closeOne,
  allocate,
];

function step() {
  if (left-- <= 0) return;
  try {
    pick(actions)();
  } catch {
    /* Wrong arguments for the most part. */
  }
}

function end() {
  for (const timer of armed.splice(0)) {
    clearTimeout(timer);
    clearImmediate(timer);
  }
  for (const socket of sockets.splice(0)) {
    socket.on('error', () => undefined);
    shut(socket);
  }
  console.log('api: done');
}

/** Some steps at a time, so that the loop comes to its own. */
function turn() {
  for (let i = random(8); i >= 0; i--) step();
  if (left > 0) setTimeout(turn, random(2));
  else end();
}

dns.setServers([]);
process.on('uncaughtException', () => undefined);
process.on('unhandledRejection', () => undefined);
turn();
