/**
 * What the rooms of `dgram` share: handles, and the record of a socket under kStateSymbol with what is done to it in
 * common. Tests of the inside come in here.
 */
import EventEmitter = require('../events');
import resolver = require('./dns');
import { errors, isInt32, validateFunction } from './validators';
import type { UdpHandle } from '../../typings/native/dgram';

export { UdpHandle };

export type LookupDone = (error: Error | null, address?: string) => void;
export type HostLookup = (hostname: string, family: 4 | 6, done: LookupDone) => void;

type HandleLookup = (address: string | null | undefined, done: LookupDone) => void;

/** A native handle with what script adds to it. lookup, bind, connect and send may be replaced on an instance. */
export interface Handle extends UdpHandle {
  owner: object | undefined;
  lookup: HandleLookup;
  /** lookup and send are as they were made: a send to a literal address needs no script. */
  plain: boolean;
  _lookup: HandleLookup;
}

export const kStateSymbol = Symbol('state symbol');
export const kState = kStateSymbol as unknown as string;

export const binding = native('dgram');
export const UDP = binding.UDP;

const EINVAL = -22;

/* What replaces lookup or send on a handle must be asked from then on: no short way past it. */
(['lookup', 'send'] as Array<'lookup' | 'send'>).forEach(function (name) {
  const prototype = UDP.prototype as any;
  const slot = '_' + name;
  prototype[slot] = prototype[name];
  Object.defineProperty(prototype, name, {
    get: function (this: any) {
      return this[slot];
    },
    set: function (this: any, replacement: unknown) {
      this[slot] = replacement;
      this.plain = false;
      this.setDirect(0);
    },
    configurable: true,
  });
});

/* TypeScript's ES2020 lib has no asyncDispose, and neither engine has it. */
const symbols = Symbol as unknown as { asyncDispose: symbol };
if (symbols.asyncDispose === undefined)
  Object.defineProperty(Symbol, 'asyncDispose', { value: Symbol('Symbol.asyncDispose') });
export const asyncDispose = symbols.asyncDispose;

/* Sockets that have looked something up. */
let askers = 0;

function ask(handle: any, lookup: HostLookup, host: string, family: 4 | 6, done: LookupDone): void {
  if (handle.asker === undefined) handle.asker = ++askers;
  resolver.lookupFor(handle.asker, lookup, host, family, done);
}

function lookup4(this: Handle, address: string | null | undefined, done: LookupDone): void {
  ask(this, resolver.current, address || '127.0.0.1', 4, done);
}

function lookup6(this: Handle, address: string | null | undefined, done: LookupDone): void {
  ask(this, resolver.current, address || '::1', 6, done);
}

/**
 * A handle that is not open yet. Without a lookup of its own it uses dns.lookup: the one in force now when somebody
 * has replaced it, else whichever is in force at each call.
 */
export function newHandle(type: unknown, lookup?: unknown): Handle {
  if (lookup === undefined) {
    if (resolver.current !== resolver.lookup) lookup = resolver.current;
  } else {
    validateFunction(lookup, 'lookup');
  }
  if (type !== 'udp4' && type !== 'udp6') {
    throw errors().addCode(
      new TypeError('Bad socket type specified. Valid types are: udp4, udp6'),
      'ERR_SOCKET_BAD_TYPE',
    );
  }
  const family = type === 'udp4' ? 4 : 6;
  const handle = new UDP(family) as Handle;
  handle.plain = lookup === undefined;
  if (lookup === undefined) {
    handle._lookup = family === 4 ? lookup4 : lookup6;
  } else {
    handle._lookup = function (address, done) {
      ask(this, lookup as HostLookup, address || (family === 4 ? '127.0.0.1' : '::1'), family, done);
    };
  }
  return handle;
}

/** A handle, bound when port or address is given, or a negative code. There are no descriptors: fd gives EINVAL. */
export function _createSocketHandle(
  address: string | null | undefined,
  port: number | null | undefined,
  addressType: unknown,
  fd?: unknown,
  flags?: number,
): Handle | number {
  const handle = newHandle(addressType);
  const any = addressType === 'udp4' ? '0.0.0.0' : '::';
  let code = 0;
  if (isInt32(fd) && fd > 0) code = EINVAL;
  else if (port || address) code = handle.bind(address || any, port || 0, flags || 0);
  if (code === 0) return handle;
  handle.close();
  return code;
}

/* ---- what is known of a socket ------------------------------------------------------------------------------ */

export type Payload = string | ArrayBufferView | Array<string | ArrayBufferView>;
export type SendCallback = (error: Error | null, bytes?: number) => void;

export const enum Bind {
  UNBOUND,
  BINDING,
  BOUND,
}
export const enum Connect {
  DISCONNECTED,
  CONNECTING,
  CONNECTED,
}

export interface State {
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
  /**
   * Callbacks of datagrams that C holds until their next hop is known, by what send() gave: a ticket and the size. One
   * alone where C tells address and port as they were given.
   */
  held: { [sent: string]: Held | SendCallback } | undefined;
}

export interface Held {
  callback: SendCallback;
  address: string | undefined;
  port: number | undefined;
}

/** What send() gives for a datagram that waits: a ticket times this, plus its size. */
export const TICKET = 65536;

/* `unknown` are arguments that a method checks itself. */
export interface Socket extends EventEmitter {
  type: 'udp4' | 'udp6';
  bind(first?: unknown, second?: unknown, callback?: unknown): Socket;
  connect(port: unknown, address?: unknown, callback?: unknown): void;
  disconnect(): void;
  close(callback?: unknown): Socket;
  send(message: unknown, ...rest: unknown[]): void;
  sendto(...args: unknown[]): void;
  getSendQueueSize(): number;
  getSendQueueCount(): number;
  address(): Address;
  remoteAddress(): Address;
  setBroadcast(on: unknown): void;
  setTTL(ttl: unknown): number;
  setMulticastTTL(ttl: unknown): number;
  setMulticastLoopback<T>(on: T): T;
  setMulticastInterface(address: unknown): void;
  addMembership(group: unknown, iface?: unknown): void;
  dropMembership(group: unknown, iface?: unknown): void;
  addSourceSpecificMembership(source: unknown, group: unknown, iface?: unknown): void;
  dropSourceSpecificMembership(source: unknown, group: unknown, iface?: unknown): void;
  ref(): Socket;
  unref(): Socket;
  setRecvBufferSize(size: unknown): void;
  setSendBufferSize(size: unknown): void;
  getRecvBufferSize(): number;
  getSendBufferSize(): number;
  /* The state, and the deprecated names. */
  [inside: string]: any;
}

/** As C fills it in. */
export interface Address {
  address: string;
  family: string;
  port: number;
}

/* Not the global process: loading that module takes memory, which a program that only has sockets keeps. */
export const ticks = native('process');

export function checkRunning(socket: Socket): Handle {
  const handle = (socket[kState] as State).handle;
  if (handle === null) throw errors().ERR_SOCKET_DGRAM_NOT_RUNNING();
  return handle;
}

export function throwOnError(code: number, syscall: string): void {
  if (code !== 0) throw errors().errnoException(code, syscall);
}

/* Tells C which sends it may do without script, see makeSend() in typings/native/dgram.d.ts. */
export function updateDirect(state: State): void {
  const handle = state.handle;
  if (handle === null) return;
  const usable = handle.plain && state.bindState === Bind.BOUND;
  handle.setDirect(!usable ? 0 : state.connectState === Connect.CONNECTED ? 2 : 1);
}

/* What a socket that nobody has bound does before it sends, connects or joins. */
export function bindToAnyPort(socket: Socket): void {
  socket.bind({ port: 0, exclusive: true }, null);
}

export function startListening(socket: Socket, state: State): void {
  const handle = state.handle!;
  handle.recvStart(socket);
  state.receiving = true;
  state.bindState = Bind.BOUND;
  updateDirect(state);
  if (state.recvBufferSize) setBufferSize(socket, state.recvBufferSize, false);
  if (state.sendBufferSize) setBufferSize(socket, state.sendBufferSize, true);
  socket.emit('listening');
}

/* size 0 only reads. */
export function bufferSize(socket: Socket, size: number, send: boolean): number {
  const result = checkRunning(socket).bufferSize(size, send);
  if (result < 0) throw errors().ERR_SOCKET_BUFFER_SIZE(result, send ? 'uv_send_buffer_size' : 'uv_recv_buffer_size');
  return result;
}

export function setBufferSize(socket: Socket, size: unknown, send: boolean): void {
  if ((size as number) >>> 0 !== size || size === 0)
    throw errors().addCode(new TypeError('Buffer size must be a positive integer'), 'ERR_SOCKET_BAD_BUFFER_SIZE');
  bufferSize(socket, size, send);
}

export function stopReceiving(state: State): void {
  if (!state.receiving) return;
  state.handle!.recvStop();
  state.receiving = false;
}

/* At close: C sends what waits, but says no more. */
function releaseHeld(state: State): void {
  const held = state.held;
  state.held = undefined;
  for (const sent in held) {
    const one = held[sent];
    ticks.nextTick(typeof one === 'function' ? one : one.callback, null, Number(sent) % TICKET);
  }
}

export function finishClose(socket: Socket, state: State): void {
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

/* Keeps action for when the socket is bound. A failed bind drops what waits; its error is the bind's own. */
export function enqueue(socket: Socket, state: State, action: () => void): void {
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
  if (queue !== undefined) runQueue(queue, 0);
}

/* What an action throws (an 'error' listener's exception, say) takes none of those behind it along, close() least. */
function runQueue(queue: Array<() => void>, next: number): void {
  try {
    while (next < queue.length) queue[next++]();
  } finally {
    if (next < queue.length) ticks.nextTick(runQueue, queue, next);
  }
}

function onBindError(this: Socket): void {
  const state: State = this[kState];
  this.removeListener('listening', onBound);
  state.queue = undefined;
  state.waiting = state.waitingBytes = 0;
  if (state.connectState === Connect.CONNECTING) state.connectState = Connect.DISCONNECTED;
  if (state.closing) finishClose(this, state);
}
