/** `dgram`: sends that C cannot do alone, what became of them, and what is wrong with the arguments of one. */
import internal = require('./dgram');
import resolver = require('./dns');
import { errors, isArrayBufferView, validateNumber, validatePort, validateString } from './validators';

type Handle = internal.Handle;
type Payload = internal.Payload;
type SendCallback = internal.SendCallback;
type Socket = internal.Socket;
type State = internal.State;

declare const process: { emitWarning(warning: string, type: string, code?: string): void };

/* Numbers of libuv and core/errors.h. */
const ENOBUFS = -105;
const EINVAL = -22;
/* Of typings/native/buffer.d.ts. */
const UTF8 = 0;

/** Sends of one socket that may wait for its bind or for look-ups; one more fails with ENOBUFS. */
const WAITING_MAX = 256;

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
  const state: State = this[internal.kState];
  const connected = state.connectState === internal.Connect.CONNECTED;
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
  internal.checkRunning(this);

  if (state.bindState === internal.Bind.UNBOUND) internal.bindToAnyPort(this);
  if (state.ruff && !address) address = '0.0.0.0';
  if (state.bindState === internal.Bind.BOUND) {
    transmit(this, state, payload, port, address, callback);
    return;
  }
  const socket = this;
  const size = byteCount(payload);
  if (!startWaiting(socket, state, size, address, port, callback)) return;
  internal.enqueue(this, state, function () {
    stopWaiting(state, size);
    if (state.handle !== null) transmit(socket, state, payload, port, address, callback);
  });
}

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
  if (state.connectState === internal.Connect.CONNECTED) {
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
    if (error) {
      failSend(socket, state, error, callback, true);
    } else {
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
  const state: State = socket[internal.kState];
  if (state.connectState === internal.Connect.CONNECTED) {
    finishSend(socket, state, sent, address, port, callback as SendCallback | undefined);
    return;
  }
  const done = typeof callback === 'function' ? (callback as SendCallback) : undefined;
  if (sent < 0)
    internal.ticks.nextTick(failOpen, socket, state, errors().exceptionWithHostPort(sent, 'send', address, port), done);
  else if (done !== undefined && sent >= internal.TICKET)
    hold(state, sent, address === undefined ? done : { callback: done, address: address, port: port });
  else if (done !== undefined) internal.ticks.nextTick(succeedOpen, state, done, sent);
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
    if (callback !== undefined && code >= internal.TICKET)
      hold(state, code, { callback: callback, address: address, port: port });
    else if (callback !== undefined) internal.ticks.nextTick(callback, null, code);
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
  if (callback !== undefined) internal.ticks.nextTick(callback, error);
  else internal.ticks.nextTick(failOpen, socket, state, error, undefined, always);
}

function stopWaiting(state: State, size: number): void {
  state.waiting--;
  state.waitingBytes -= size;
}

/* Called by C when it has sent a datagram that waited for its next hop, or has given it up. */
export function onSent(this: Handle, sent: number, code: number, address: string, port: number): void {
  const socket = this.owner as Socket;
  const state: State = socket[internal.kState];
  const held = state.held && state.held[sent];
  if (held) {
    const size = sent % internal.TICKET;
    delete state.held![sent];
    stopWaiting(state, size);
    if (typeof held === 'function') tell(held, size, code, address, port);
    else tell(held.callback, size, code, held.address, held.port);
  } else if (code !== 0) {
    /* To a connected socket the network's answers are events. Of an unconnected one's peers that are down none is. */
    const error = errors().exceptionWithHostPort(code, 'send');
    if (state.connectState === internal.Connect.CONNECTED) socket.emit('error', error);
    else warnOnce(error);
  }
}

function tell(
  callback: SendCallback,
  size: number,
  code: number,
  address: string | undefined,
  port: number | undefined,
): void {
  if (code === 0) callback(null, size);
  else callback(errors().exceptionWithHostPort(code, 'send', address, port));
}

/* Keeps the callback of a send that waits. */
function hold(state: State, sent: number, callback: internal.Held | SendCallback): void {
  if (state.held === undefined) state.held = {};
  state.held[sent] = callback;
  state.waiting++;
  state.waitingBytes += sent % internal.TICKET;
}

let warnedOfLoss = false;

/* A send has failed and nobody listens: said once while developing, for a program that sends and sends. */
function warnOnce(error: Error): void {
  if (warnedOfLoss || !internal.binding.development) return;
  warnedOfLoss = true;
  process.emitWarning(
    'A datagram was not sent, and nobody listens: ' + error.message + ' (shown once; give send() a callback)',
    'SendWarning',
    (error as any).code,
  );
}

/** Gives the prototype of sockets what sends. */
export function addSending(proto: Socket): void {
  proto.send = internal.binding.makeSend(
    sendSlow,
    finishDirect,
    {
      IPv4: 'IPv4',
      IPv6: 'IPv6',
      emit: 'emit',
      message: 'message',
      address: 'address',
      family: 'family',
      port: 'port',
      size: 'size',
    },
    { address: undefined, family: undefined, port: undefined, size: undefined },
  );

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

  proto.getSendQueueSize = function (this: Socket): number {
    internal.checkRunning(this);
    return this[internal.kState].waitingBytes;
  };

  proto.getSendQueueCount = function (this: Socket): number {
    internal.checkRunning(this);
    return this[internal.kState].waiting;
  };
}
