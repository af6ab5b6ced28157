/**
 * `dgram`: UDP sockets, Node 18's API on native handles (runtime/bindings/dgram.c), and the Ruff dialect.
 *
 * All that a socket knows is in one record under kStateSymbol. Datagrams go between C and the app without script of
 * ours: C emits 'message', and sends to literal addresses without a look-up as long as nobody has replaced
 * dns.lookup() or a method of the handle. sendSlow() does all other sends, and says what is wrong with arguments.
 */
import EventEmitter = require('./events');
import resolver = require('./internal/dns');
import internal = require('./internal/dgram');
import {
  errors,
  isArrayBufferView,
  isInt32,
  validateAbortSignal,
  validateNumber,
  validatePort,
  validateString,
} from './internal/validators';

declare const process: { emitWarning(warning: string, type: string, code?: string): void };

type Handle = internal.Handle;
type Payload = string | ArrayBufferView | Array<string | ArrayBufferView>;
type SendCallback = (error: Error | null, bytes?: number) => void;

const enum Bind {
  UNBOUND,
  BINDING,
  BOUND,
}
const enum Connect {
  DISCONNECTED,
  CONNECTING,
  CONNECTED,
}

interface State {
  /** null from close() on. */
  handle: Handle | null;
  receiving: boolean;
  bindState: Bind;
  connectState: Connect;
  /** What waits for the bind, in order; undefined when nothing does. */
  queue: Array<() => void> | undefined;
  reuseAddr: unknown;
  ipv6Only: unknown;
  recvBufferSize: number | undefined;
  sendBufferSize: number | undefined;
  /** close() waits in the queue. */
  closing: boolean;
  /** Made by createSocket() without a type. */
  ruff: boolean;
  /** Sends that wait for the bind or a look-up, and their bytes. */
  waiting: number;
  waitingBytes: number;
  /** Callbacks of datagrams that C holds until their next hop is known, by ticket. */
  held: { [ticket: string]: Held } | undefined;
}

interface Held {
  callback: SendCallback;
  size: number;
  address: string | undefined;
  port: number | undefined;
}

interface BindOptions {
  port?: unknown;
  address?: string;
  exclusive?: boolean;
  fd?: unknown;
}

interface SocketOptions {
  type?: unknown;
  reuseAddr?: unknown;
  ipv6Only?: unknown;
  recvBufferSize?: number;
  sendBufferSize?: number;
  lookup?: unknown;
  signal?: any;
}

interface Socket extends EventEmitter {
  type: 'udp4' | 'udp6';
  [method: string]: any;
}

/* Not the global process: loading that module takes memory, which a program that only has sockets keeps. */
const ticks = native('process');
const kState = internal.kStateSymbol as unknown as string;

/* Numbers of libuv and core/errors.h. */
const UV_UDP_IPV6ONLY = 1;
const UV_UDP_REUSEADDR = 4;
const ENOBUFS = -105;
const EINVAL = -22;
/* Of typings/native/buffer.d.ts. */
const UTF8 = 0;

/** From here on what a handle's send() returns is a ticket (times this) and a byte count: the datagram waits. */
const TICKET = 65536;

/** Sends of one socket that may wait for its bind or for look-ups; one more fails with ENOBUFS. */
const WAITING_MAX = 256;

/* ---- making and receiving ---------------------------------------------------------------------------------- */

function Socket(this: Socket, type: any, listener?: unknown): void {
  EventEmitter.call(this as any);
  let options: SocketOptions | undefined;
  if (type !== null && typeof type === 'object') {
    options = type as SocketOptions;
    type = options.type;
  }
  const handle = internal.newHandle(type, options && options.lookup);
  handle.owner = this;
  handle.onmessage = onError;
  handle.onsent = onSent;
  const signal = options && options.signal;
  validateAbortSignal(signal, 'options.signal');

  this.type = type;
  const state: State = {
    handle: handle,
    receiving: false,
    bindState: Bind.UNBOUND,
    connectState: Connect.DISCONNECTED,
    queue: undefined,
    reuseAddr: options && options.reuseAddr,
    ipv6Only: options && options.ipv6Only,
    recvBufferSize: options && options.recvBufferSize,
    sendBufferSize: options && options.sendBufferSize,
    closing: false,
    ruff: false,
    waiting: 0,
    waitingBytes: 0,
    held: undefined,
  };
  (this as any)[kState] = state;
  if (typeof listener === 'function') this.on('message', listener as any);
  if (signal !== undefined) closeOnAbort(this, signal);
}
Object.setPrototypeOf(Socket.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Socket, EventEmitter);

const proto: Socket = Socket.prototype;

function closeOnAbort(socket: Socket, signal: any): void {
  const onAbort = function (): void {
    const state: State = socket[kState];
    if (state.handle !== null && !state.closing) socket.close();
  };
  if (signal.aborted) {
    onAbort();
    return;
  }
  signal.addEventListener('abort', onAbort, { once: true });
  socket.once('close', function () {
    signal.removeEventListener('abort', onAbort);
  });
}

/**
 * createSocket(type | options[, listener]) is Node's. createSocket([listener]) is Ruff's: an IPv4 socket to which an
 * empty address means this host.
 */
function createSocket(type?: unknown, listener?: unknown): Socket {
  if (arguments.length > 0 && typeof type !== 'function') return new (Socket as any)(type, listener);
  const socket: Socket = new (Socket as any)('udp4', type);
  (socket[kState] as State).ruff = true;
  return socket;
}

/* Called by C when receiving has failed. */
function onError(this: Handle, code: number): void {
  (this.owner as Socket).emit('error', errors().errnoException(code, 'recvmsg'));
}

/* Called by C when it has sent a datagram that waited for its next hop, or has given it up. */
function onSent(this: Handle, ticket: number, code: number): void {
  const socket = this.owner as Socket;
  const state: State = socket[kState];
  const held = state.held && state.held[ticket];
  if (held) {
    delete state.held![ticket];
    stopWaiting(state, held.size);
    if (code === 0) held.callback(null, held.size);
    else held.callback(errors().exceptionWithHostPort(code, 'send', held.address, held.port));
  } else if (code !== 0) {
    /* To a connected socket the network's answers are events. Of an unconnected one's peers that are down none is. */
    const error = errors().exceptionWithHostPort(code, 'send');
    if (state.connectState === Connect.CONNECTED) socket.emit('error', error);
    else warnOnce(error);
  }
}

/* Keeps the callback of a send that waits. */
function hold(
  state: State,
  sent: number,
  address: string | undefined,
  port: number | undefined,
  callback: SendCallback,
): void {
  const size = sent % TICKET;
  if (state.held === undefined) state.held = {};
  state.held[(sent - size) / TICKET] = { callback: callback, size: size, address: address, port: port };
  state.waiting++;
  state.waitingBytes += size;
}

/* At close: C sends what waits, but says no more. */
function releaseHeld(state: State): void {
  const held = state.held;
  state.held = undefined;
  for (const ticket in held) ticks.nextTick(held[ticket].callback, null, held[ticket].size);
}

let lossTold = false;

/* A send has failed and nobody listens: said once while developing, for a program that sends and sends. */
function warnOnce(error: Error): void {
  if (lossTold || !internal.binding.development) return;
  lossTold = true;
  process.emitWarning(
    'A datagram was not sent, and nobody listens: ' + error.message + ' (shown once; give send() a callback)',
    'SendWarning',
    (error as any).code,
  );
}

function checkRunning(socket: Socket): Handle {
  const handle = (socket[kState] as State).handle;
  if (handle === null) throw errors().ERR_SOCKET_DGRAM_NOT_RUNNING();
  return handle;
}

/* Tells C which sends it may do without script, see makeSend() in typings/native/dgram.d.ts. */
function updateDirect(state: State): void {
  const handle = state.handle;
  if (handle === null) return;
  const usable = handle.plain && state.bindState === Bind.BOUND;
  handle.setDirect(!usable ? 0 : state.connectState === Connect.CONNECTED ? 2 : 1);
}

/* ---- bind -------------------------------------------------------------------------------------------------- */

function startListening(socket: Socket, state: State): void {
  const handle = state.handle!;
  handle.recvStart(socket);
  state.receiving = true;
  state.bindState = Bind.BOUND;
  updateDirect(state);
  if (state.recvBufferSize) setBufferSize(socket, state.recvBufferSize, false);
  if (state.sendBufferSize) setBufferSize(socket, state.sendBufferSize, true);
  socket.emit('listening');
}

/* Calls back once on 'listening'; neither listener outlives a failed bind. */
function onceListening(socket: Socket, callback: (this: Socket) => void): void {
  function remove(this: Socket): void {
    this.removeListener('error', remove);
    this.removeListener('listening', onListening);
  }
  function onListening(this: Socket): void {
    remove.call(this);
    callback.call(this);
  }
  socket.on('error', remove);
  socket.on('listening', onListening);
}

function failBind(socket: Socket, state: State, error: Error): void {
  state.bindState = Bind.UNBOUND;
  socket.emit('error', error);
}

/* bind([port][, address][, callback]), bind(options[, callback]), bind(callback) */
proto.bind = function (this: Socket, first?: unknown, second?: unknown): Socket {
  const socket = this;
  const state: State = this[kState];
  const handle = checkRunning(this);
  if (state.bindState !== Bind.UNBOUND) {
    throw errors().addCode(new Error('Socket is already bound'), 'ERR_SOCKET_ALREADY_BOUND');
  }

  let port: unknown = first;
  let address: unknown = typeof second === 'function' ? '' : second;
  if (first !== null && typeof first === 'object') {
    const options = first as BindOptions;
    if (isInt32(options.fd) && options.fd > 0) {
      throw errors().addCode(
        new TypeError('Unsupported fd type: ' + options.fd + ' (there are no file descriptors here: bind to a port)'),
        'ERR_INVALID_FD_TYPE',
      );
    }
    port = options.port;
    address = options.address;
  } else if (typeof first === 'function') {
    port = 0;
  }
  const number = port ? validatePort(port) : 0;
  const host = address ? (address as string) : this.type === 'udp4' ? '0.0.0.0' : '::';
  validateString(host, 'address');

  state.bindState = Bind.BINDING;
  const callback = arguments.length > 0 && arguments[arguments.length - 1];
  if (typeof callback === 'function') onceListening(this, callback);

  handle.lookup(host, function (error, ip) {
    if (state.handle === null) return;
    if (error) {
      failBind(socket, state, error);
      return;
    }
    const flags = (state.reuseAddr ? UV_UDP_REUSEADDR : 0) | (state.ipv6Only ? UV_UDP_IPV6ONLY : 0);
    const code = typeof ip === 'string' ? state.handle.bind(ip, number, flags) : EINVAL;
    if (code !== 0) failBind(socket, state, errors().exceptionWithHostPort(code, 'bind', ip, number));
    else startListening(socket, state);
  });
  return this;
};

/* What a socket that nobody has bound does before it sends, connects or joins. */
function bindToAnyPort(socket: Socket): void {
  socket.bind({ port: 0, exclusive: true }, null);
}

/* Keeps action for when the socket is bound. A failed bind drops what waits; its error is the bind's own. */
function enqueue(socket: Socket, state: State, action: () => void): void {
  if (state.queue === undefined) {
    state.queue = [];
    socket.once(EventEmitter.errorMonitor, onBindError);
    socket.once('listening', onBound);
  }
  state.queue.push(action);
}

function onBound(this: Socket): void {
  const state: State = this[kState];
  const queue = state.queue;
  this.removeListener(EventEmitter.errorMonitor, onBindError);
  state.queue = undefined;
  if (queue === undefined) return;
  for (let i = 0; i < queue.length; i++) queue[i]();
}

function onBindError(this: Socket): void {
  const state: State = this[kState];
  this.removeListener('listening', onBound);
  state.queue = undefined;
  state.waiting = state.waitingBytes = 0;
  if (state.connectState === Connect.CONNECTING) state.connectState = Connect.DISCONNECTED;
  if (state.closing) finishClose(this, state);
}

/* ---- connect ----------------------------------------------------------------------------------------------- */

/* connect(port[, address][, callback]) */
proto.connect = function (this: Socket, port: unknown, address?: unknown, callback?: any): void {
  const socket = this;
  const state: State = this[kState];
  const number = validatePort(port, false);
  if (typeof address === 'function') {
    callback = address;
    address = '';
  } else if (address === undefined) {
    address = '';
  }
  validateString(address, 'address');
  const host = address;
  if (state.connectState !== Connect.DISCONNECTED) throw errors().ERR_SOCKET_DGRAM_IS_CONNECTED();
  checkRunning(this);

  state.connectState = Connect.CONNECTING;
  if (state.bindState === Bind.UNBOUND) bindToAnyPort(this);
  if (state.bindState === Bind.BOUND) {
    startConnecting(this, state, number, host, callback);
  } else {
    enqueue(this, state, function () {
      startConnecting(socket, state, number, host, callback);
    });
  }
};

function startConnecting(socket: Socket, state: State, port: number, address: string, callback: any): void {
  if (state.handle === null) return;
  if (callback) socket.once('connect', callback);
  state.handle.lookup(address, function (error, ip) {
    if (state.handle === null) return;
    let failure: Error | null = error;
    if (!failure) {
      const code = typeof ip === 'string' ? state.handle.connect(ip, port) : EINVAL;
      if (code !== 0) failure = errors().exceptionWithHostPort(code, 'connect', address || ip, port);
    }
    state.connectState = failure ? Connect.DISCONNECTED : Connect.CONNECTED;
    updateDirect(state);
    ticks.nextTick(afterConnect, socket, state, failure, callback);
  });
}

function afterConnect(socket: Socket, state: State, failure: Error | null, callback: any): void {
  if (state.handle === null) return;
  if (!failure) {
    socket.emit('connect');
  } else if (callback) {
    socket.removeListener('connect', callback);
    callback(failure);
  } else {
    socket.emit('error', failure);
  }
}

proto.disconnect = function (this: Socket): void {
  const state: State = this[kState];
  if (state.connectState !== Connect.CONNECTED) throw errors().ERR_SOCKET_DGRAM_NOT_CONNECTED();
  throwOnError(checkRunning(this).disconnect(), 'connect');
  state.connectState = Connect.DISCONNECTED;
  updateDirect(state);
};

/* ---- send -------------------------------------------------------------------------------------------------- */

const DATA_TYPES = ['Buffer', 'TypedArray', 'DataView', 'string'];

function slice(data: any, offset: any, length: any): Uint8Array {
  const bytes: ArrayBufferView = typeof data === 'string' ? native('buffer').fromText(data, UTF8) : data;
  if (!isArrayBufferView(bytes)) throw errors().ERR_INVALID_ARG_TYPE('buffer', DATA_TYPES, bytes);
  offset = offset >>> 0;
  length = length >>> 0;
  if (offset > bytes.byteLength) throw errors().ERR_BUFFER_OUT_OF_BOUNDS('offset');
  if (offset + length > bytes.byteLength) throw errors().ERR_BUFFER_OUT_OF_BOUNDS('length');
  return new Uint8Array(bytes.buffer, bytes.byteOffset + offset, length);
}

function isData(value: unknown): value is string | ArrayBufferView {
  return typeof value === 'string' || isArrayBufferView(value);
}

/* A list is copied: its owner may change it before a look-up has ended. */
function checkData(data: unknown): Payload {
  if (isData(data)) return data;
  if (!Array.isArray(data)) throw errors().ERR_INVALID_ARG_TYPE('buffer', DATA_TYPES, data);
  const list = data.slice();
  if (!list.every(isData)) throw errors().ERR_INVALID_ARG_TYPE('buffer list arguments', DATA_TYPES, data);
  return list;
}

function byteCount(data: Payload): number {
  if (typeof data === 'string') return native('buffer').byteLength(data, UTF8);
  if (!Array.isArray(data)) return data.byteLength;
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += byteCount(data[i]);
  return sum;
}

/*
 * Not connected:
 *   send(data, offset, length, port[, address][, callback])
 *   send(data | list, port[, address][, callback])
 * Connected:
 *   send(data, offset, length[, callback])
 *   send(data | list[, callback])
 */
function sendSlow(
  this: Socket,
  data: any,
  offset?: any,
  length?: any,
  port?: any,
  address?: any,
  callback?: any,
): void {
  const state: State = this[kState];
  const connected = state.connectState === Connect.CONNECTED;
  if (!connected) {
    if (address || (port && typeof port !== 'function')) {
      data = slice(data, offset, length);
    } else {
      callback = port;
      port = offset;
      address = length;
    }
  } else {
    if (typeof length === 'number') {
      data = slice(data, offset, length);
      if (typeof port === 'function') {
        callback = port;
        port = null;
      }
    } else {
      callback = offset;
    }
    if (port || address) throw errors().ERR_SOCKET_DGRAM_IS_CONNECTED();
  }
  const payload = checkData(data);
  if (!connected) port = validatePort(port, false);
  if (typeof callback !== 'function') callback = undefined;
  if (typeof address === 'function') {
    callback = address;
    address = undefined;
  } else if (address != null) {
    validateString(address, 'address');
  }
  checkRunning(this);

  if (state.bindState === Bind.UNBOUND) bindToAnyPort(this);
  if (state.ruff && !address) address = '0.0.0.0';
  if (state.bindState === Bind.BOUND) {
    transmit(this, state, payload, port, address, callback);
    return;
  }
  const socket = this;
  const size = byteCount(payload);
  if (!startWaiting(socket, state, size, address, port, callback)) return;
  enqueue(this, state, function () {
    stopWaiting(state, size);
    if (state.handle !== null) transmit(socket, state, payload, port, address, callback);
  });
}

function makeRinfo(address: string, family: string, port: number, size: number): object {
  return { address: address, family: family, port: port, size: size };
}

proto.send = internal.binding.makeSend(
  sendSlow,
  finishDirect,
  { IPv4: 'IPv4', IPv6: 'IPv6', emit: 'emit', message: 'message' },
  makeRinfo,
);
/* Found one step sooner than on EventEmitter.prototype, for each datagram. */
proto.emit = EventEmitter.prototype.emit;

/* Thin form of send() that old programs use; every argument but the callback is required. */
proto.sendto = function (
  this: Socket,
  data: any,
  offset: any,
  length: any,
  port: any,
  address: any,
  callback?: any,
): void {
  validateNumber(offset, 'offset');
  validateNumber(length, 'length');
  validateNumber(port, 'port');
  validateString(address, 'address');
  this.send(data, offset, length, port, address, callback);
};

function startWaiting(
  socket: Socket,
  state: State,
  size: number,
  address: string | undefined,
  port: number,
  callback: SendCallback | undefined,
): boolean {
  if (state.waiting >= WAITING_MAX) {
    finishDirect(socket, ENOBUFS, address, port, callback);
    return false;
  }
  state.waiting++;
  state.waitingBytes += size;
  return true;
}

function stopWaiting(state: State, size: number): void {
  state.waiting--;
  state.waitingBytes -= size;
}

/* Sends from a bound socket: at once when connected or to a literal address, else after a look-up. */
function transmit(
  socket: Socket,
  state: State,
  data: Payload,
  port: number,
  address: string | undefined,
  callback: SendCallback | undefined,
): void {
  const handle = state.handle!;
  if (state.connectState === Connect.CONNECTED) {
    finishSend(socket, state, handle.send(data), undefined, undefined, callback);
    return;
  }
  if (handle.plain && resolver.current === resolver.lookup) {
    const literal = address || (socket.type === 'udp4' ? '127.0.0.1' : '::1');
    const sent = handle.send(data, port, literal);
    if (sent !== undefined) {
      if (sent < 0 || callback !== undefined) finishDirect(socket, sent, literal, port, callback);
      return;
    }
  }
  const size = byteCount(data);
  if (!startWaiting(socket, state, size, address, port, callback)) return;
  handle.lookup(address, function (error, ip) {
    stopWaiting(state, size);
    if (state.handle === null) return;
    if (error) failSend(socket, state, error, callback, true);
    else {
      const sent = typeof ip === 'string' ? state.handle.send(data, port, ip) : EINVAL;
      finishSend(socket, state, sent, address || ip, port, callback);
    }
  });
}

/*
 * Ends a send without look-up, for C too: a callback, an error. While the look-up would have lasted, close() takes the
 * callback away.
 */
function finishDirect(
  socket: Socket,
  sent: number,
  address: string | undefined,
  port: number | undefined,
  callback: unknown,
): void {
  const state: State = socket[kState];
  if (state.connectState === Connect.CONNECTED) {
    finishSend(socket, state, sent, address, port, callback as SendCallback | undefined);
    return;
  }
  const done = typeof callback === 'function' ? (callback as SendCallback) : undefined;
  if (sent < 0) {
    ticks.nextTick(failOpen, socket, state, errors().exceptionWithHostPort(sent, 'send', address, port), done);
  } else if (done !== undefined && sent >= TICKET) {
    hold(state, sent, address, port, done);
  } else if (done !== undefined) {
    ticks.nextTick(succeedOpen, state, done, sent);
  }
}

function succeedOpen(state: State, callback: SendCallback, sent: number): void {
  if (state.handle !== null) callback(null, sent);
}

/* Without a callback it is an 'error' event, of a failed look-up always, else when somebody listens. */
function failOpen(
  socket: Socket,
  state: State,
  error: Error,
  callback: SendCallback | undefined,
  always?: boolean,
): void {
  if (state.handle === null) return;
  if (callback !== undefined) callback(error);
  else if (always || socket.listenerCount('error') > 0) socket.emit('error', error);
  else warnOnce(error);
}

/* sent is undefined when a look-up of somebody else's gave no literal of this family. */
function finishSend(
  socket: Socket,
  state: State,
  sent: number | undefined,
  address: string | undefined,
  port: number | undefined,
  callback: SendCallback | undefined,
): void {
  const code = sent === undefined ? EINVAL : sent;
  if (code >= 0) {
    if (callback !== undefined && code >= TICKET) hold(state, code, address, port, callback);
    else if (callback !== undefined) ticks.nextTick(callback, null, code);
    return;
  }
  failSend(socket, state, errors().exceptionWithHostPort(code, 'send', address, port), callback, false);
}

function failSend(
  socket: Socket,
  state: State,
  error: Error,
  callback: SendCallback | undefined,
  always: boolean,
): void {
  if (callback !== undefined) ticks.nextTick(callback, error);
  else ticks.nextTick(failOpen, socket, state, error, undefined, always);
}

proto.getSendQueueSize = function (this: Socket): number {
  checkRunning(this);
  return this[kState].waitingBytes;
};

proto.getSendQueueCount = function (this: Socket): number {
  checkRunning(this);
  return this[kState].waiting;
};

/* ---- close ------------------------------------------------------------------------------------------------- */

proto.close = function (this: Socket, callback?: unknown): Socket {
  const socket = this;
  const state: State = this[kState];
  checkRunning(this);
  if (state.closing) throw errors().ERR_SOCKET_DGRAM_NOT_RUNNING();
  if (typeof callback === 'function') this.on('close', callback as any);
  if (state.queue === undefined) {
    finishClose(this, state);
  } else {
    state.closing = true;
    state.queue.push(function () {
      finishClose(socket, state);
    });
  }
  return this;
};

function finishClose(socket: Socket, state: State): void {
  if (state.handle === null) return;
  stopReceiving(state);
  state.handle.close();
  state.handle = null;
  updateDirect(state);
  if (state.held !== undefined) releaseHeld(state);
  ticks.nextTick(emitClose, socket);
}

function emitClose(socket: Socket): void {
  socket.emit('close');
}

function stopReceiving(state: State): void {
  if (!state.receiving) return;
  state.handle!.recvStop();
  state.receiving = false;
}

(proto as any)[internal.asyncDispose] = function (this: Socket): Promise<void> {
  const socket = this;
  return new Promise<void>(function (resolve) {
    const state: State = socket[kState];
    if (state.handle === null) {
      resolve();
      return;
    }
    socket.once('close', function () {
      resolve();
    });
    if (!state.closing) socket.close();
  });
};

/* ---- addresses and options ---------------------------------------------------------------------------------- */

function throwOnError(code: number, syscall: string): void {
  if (code !== 0) throw errors().errnoException(code, syscall);
}

proto.address = function (this: Socket): object {
  const out = {};
  throwOnError(checkRunning(this).getsockname(out), 'getsockname');
  return out;
};

proto.remoteAddress = function (this: Socket): object {
  const state: State = this[kState];
  const handle = checkRunning(this);
  if (state.connectState !== Connect.CONNECTED) throw errors().ERR_SOCKET_DGRAM_NOT_CONNECTED();
  const out = {};
  throwOnError(handle.getpeername(out), 'getpeername');
  return out;
};

proto.setBroadcast = function (this: Socket, on: unknown): void {
  const socket = this;
  const state: State = this[kState];
  const handle = checkRunning(this);
  /* Ruff's sockets are bound by the time send() returns. */
  if (state.ruff && state.queue !== undefined) {
    enqueue(this, state, function () {
      if (state.handle !== null) socket.setBroadcast(on);
    });
  } else {
    throwOnError(handle.setBroadcast(!!on), 'setBroadcast');
  }
};

proto.setTTL = function (this: Socket, ttl: unknown): number {
  validateNumber(ttl, 'ttl');
  throwOnError(checkRunning(this).setTTL(ttl), 'setTTL');
  return ttl;
};

proto.setMulticastTTL = function (this: Socket, ttl: unknown): number {
  validateNumber(ttl, 'ttl');
  throwOnError(checkRunning(this).setMulticastTTL(ttl), 'setMulticastTTL');
  return ttl;
};

proto.setMulticastLoopback = function (this: Socket, on: unknown): unknown {
  throwOnError(checkRunning(this).setMulticastLoopback(!!on), 'setMulticastLoopback');
  return on;
};

proto.setMulticastInterface = function (this: Socket, address: unknown): void {
  const handle = checkRunning(this);
  validateString(address, 'interfaceAddress');
  throwOnError(handle.setMulticastInterface(address), 'setMulticastInterface');
};

type Membership = 'addMembership' | 'dropMembership' | 'addSourceSpecificMembership' | 'dropSourceSpecificMembership';

/*
 * A join binds a socket that nobody has bound, at once, and is followed by 'listening'. While a bind is under way it
 * waits for it: an error then is an 'error' event.
 */
function changeMembership(socket: Socket, what: Membership, addresses: string[], iface: unknown): void {
  const state: State = socket[kState];
  const handle = checkRunning(socket);
  const change = handle[what] as (...args: unknown[]) => number;
  const args = (addresses as unknown[]).concat(iface == null ? undefined : String(iface));
  if (state.bindState === Bind.BINDING && handle.fd < 0) {
    enqueue(socket, state, function () {
      if (state.handle === null) return;
      const code = change.apply(state.handle, args);
      if (code !== 0) socket.emit('error', errors().errnoException(code, what));
    });
    return;
  }
  throwOnError(change.apply(handle, args), what);
  if (state.bindState === Bind.UNBOUND) {
    state.bindState = Bind.BINDING;
    ticks.nextTick(afterJoin, socket, state);
  }
}

function afterJoin(socket: Socket, state: State): void {
  if (state.handle !== null && state.bindState === Bind.BINDING) startListening(socket, state);
}

/* Adding and dropping are checked alike. */
function makeMembership(any: 'addMembership' | 'dropMembership', one: Membership): void {
  proto[any] = function (this: Socket, group: unknown, iface?: unknown): void {
    checkRunning(this);
    if (!group) throw errors().ERR_MISSING_ARGS('multicastAddress');
    changeMembership(this, any, [String(group)], iface);
  };
  proto[one] = function (this: Socket, source: unknown, group: unknown, iface?: unknown): void {
    checkRunning(this);
    validateString(source, 'sourceAddress');
    validateString(group, 'groupAddress');
    changeMembership(this, one, [source, group], iface);
  };
}
makeMembership('addMembership', 'addSourceSpecificMembership');
makeMembership('dropMembership', 'dropSourceSpecificMembership');

proto.ref = function (this: Socket): Socket {
  const handle = (this[kState] as State).handle;
  if (handle !== null) handle.ref();
  return this;
};

proto.unref = function (this: Socket): Socket {
  const handle = (this[kState] as State).handle;
  if (handle !== null) handle.unref();
  return this;
};

/* size 0 only reads. */
function bufferSize(socket: Socket, size: number, send: boolean): number {
  const result = checkRunning(socket).bufferSize(size, send);
  if (result < 0) throw errors().ERR_SOCKET_BUFFER_SIZE(result, send ? 'uv_send_buffer_size' : 'uv_recv_buffer_size');
  return result;
}

function setBufferSize(socket: Socket, size: unknown, send: boolean): void {
  if ((size as number) >>> 0 !== size || size === 0) {
    throw errors().addCode(new TypeError('Buffer size must be a positive integer'), 'ERR_SOCKET_BAD_BUFFER_SIZE');
  }
  bufferSize(socket, size, send);
}

proto.setRecvBufferSize = function (this: Socket, size: unknown): void {
  setBufferSize(this, size, false);
};

proto.setSendBufferSize = function (this: Socket, size: unknown): void {
  setBufferSize(this, size, true);
};

proto.getRecvBufferSize = function (this: Socket): number {
  return bufferSize(this, 0, false);
};

proto.getSendBufferSize = function (this: Socket): number {
  return bufferSize(this, 0, true);
};

/* ---- deprecated names --------------------------------------------------------------------------------------- */

let warned = false;

/* One warning for all of them, as they share a code. */
function deprecated(what: string): void {
  if (warned) return;
  warned = true;
  process.emitWarning(what + ' is deprecated', 'DeprecationWarning', 'DEP0112');
}

(['handle', 'receiving', 'bindState', 'queue', 'reuseAddr'] as Array<keyof State>).forEach(function (key) {
  const name = '_' + key;
  Object.defineProperty(proto, name, {
    get: function (this: Socket) {
      deprecated('Socket.prototype.' + name);
      return this[kState][key];
    },
    set: function (this: Socket, value: unknown) {
      deprecated('Socket.prototype.' + name);
      const state: State = this[kState];
      (state as any)[key] = value;
      updateDirect(state);
    },
  });
});

proto._healthCheck = function (this: Socket): void {
  deprecated('Socket.prototype._healthCheck()');
  checkRunning(this);
};

proto._stopReceiving = function (this: Socket): void {
  deprecated('Socket.prototype._stopReceiving()');
  stopReceiving(this[kState]);
};

function createSocketHandle(): unknown {
  deprecated('dgram._createSocketHandle()');
  return internal._createSocketHandle.apply(null, arguments as any);
}

export = { createSocket: createSocket, Socket: Socket, _createSocketHandle: createSocketHandle };
