/**
 * `dgram`: UDP sockets, Node 18's API on native handles (runtime/bindings/dgram.c), and the Ruff dialect. Here is what
 * makes, binds, connects and closes them.
 *
 * All that a socket knows is in one record (State, internal/dgram.ts). Datagrams go between C and the app without
 * script of ours: C emits 'message', and sends to literal addresses without a look-up as long as nobody has replaced
 * dns.lookup() or a method of the handle. All other sends are done in internal/dgram_send.ts.
 */
import EventEmitter = require('./events');
import internal = require('./internal/dgram');
import { addDeprecated, addOptions, deprecated } from './internal/dgram_options';
import { addSending, onSent } from './internal/dgram_send';
import { errors, isInt32, validateAbortSignal, validatePort, validateString } from './internal/validators';

type Socket = internal.Socket;
type State = internal.State;

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

/* Numbers of libuv and core/errors.h. */
const UV_UDP_IPV6ONLY = 1;
const UV_UDP_REUSEADDR = 4;
const EINVAL = -22;

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
    bindState: internal.Bind.UNBOUND,
    connectState: internal.Connect.DISCONNECTED,
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
  (this as any)[internal.kState] = state;
  if (typeof listener === 'function') this.on('message', listener as any);
  if (signal !== undefined) closeOnAbort(this, signal);
}
Object.setPrototypeOf(Socket.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Socket, EventEmitter);

const proto: Socket = Socket.prototype;

function closeOnAbort(socket: Socket, signal: any): void {
  const onAbort = function (): void {
    const state: State = socket[internal.kState];
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
  (socket[internal.kState] as State).ruff = true;
  return socket;
}

/* Called by C when receiving has failed. */
function onError(this: internal.Handle, code: number): void {
  (this.owner as Socket).emit('error', errors().errnoException(code, 'recvmsg'));
}

/* ---- bind -------------------------------------------------------------------------------------------------- */

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
  state.bindState = internal.Bind.UNBOUND;
  socket.emit('error', error);
}

/* bind([port][, address][, callback]), bind(options[, callback]), bind(callback) */
proto.bind = function (this: Socket, first?: unknown, second?: unknown): Socket {
  const socket = this;
  const state: State = this[internal.kState];
  const handle = internal.checkRunning(this);
  if (state.bindState !== internal.Bind.UNBOUND)
    throw errors().addCode(new Error('Socket is already bound'), 'ERR_SOCKET_ALREADY_BOUND');

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

  state.bindState = internal.Bind.BINDING;
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
    else internal.startListening(socket, state);
  });
  return this;
};

/* ---- connect ----------------------------------------------------------------------------------------------- */

/* connect(port[, address][, callback]) */
proto.connect = function (this: Socket, port: unknown, address?: unknown, callback?: any): void {
  const socket = this;
  const state: State = this[internal.kState];
  const number = validatePort(port, false);
  if (typeof address === 'function') {
    callback = address;
    address = '';
  } else if (address === undefined) {
    address = '';
  }
  validateString(address, 'address');
  const host = address;
  if (state.connectState !== internal.Connect.DISCONNECTED) throw errors().ERR_SOCKET_DGRAM_IS_CONNECTED();
  internal.checkRunning(this);

  state.connectState = internal.Connect.CONNECTING;
  if (state.bindState === internal.Bind.UNBOUND) internal.bindToAnyPort(this);
  if (state.bindState === internal.Bind.BOUND) {
    startConnecting(this, state, number, host, callback);
  } else {
    internal.enqueue(this, state, function () {
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
    state.connectState = failure ? internal.Connect.DISCONNECTED : internal.Connect.CONNECTED;
    internal.updateDirect(state);
    internal.ticks.nextTick(afterConnect, socket, state, failure, callback);
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
  const state: State = this[internal.kState];
  if (state.connectState !== internal.Connect.CONNECTED) throw errors().ERR_SOCKET_DGRAM_NOT_CONNECTED();
  internal.throwOnError(internal.checkRunning(this).disconnect(), 'connect');
  state.connectState = internal.Connect.DISCONNECTED;
  internal.updateDirect(state);
};

/* ---- close ------------------------------------------------------------------------------------------------- */

proto.close = function (this: Socket, callback?: unknown): Socket {
  const socket = this;
  const state: State = this[internal.kState];
  internal.checkRunning(this);
  if (state.closing) throw errors().ERR_SOCKET_DGRAM_NOT_RUNNING();
  if (typeof callback === 'function') this.on('close', callback as any);
  if (state.queue === undefined) {
    internal.finishClose(this, state);
  } else {
    state.closing = true;
    state.queue.push(function () {
      internal.finishClose(socket, state);
    });
  }
  return this;
};

(proto as any)[internal.asyncDispose] = function (this: Socket): Promise<void> {
  const socket = this;
  return new Promise<void>(function (resolve) {
    const state: State = socket[internal.kState];
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

addOptions(proto);
addDeprecated(proto);
addSending(proto);
/* Found one step sooner than on EventEmitter.prototype, for each datagram. */
proto.emit = EventEmitter.prototype.emit;

function createSocketHandle(): unknown {
  deprecated('dgram._createSocketHandle()');
  return internal._createSocketHandle.apply(null, arguments as any);
}

export = {
  createSocket: createSocket,
  Socket: Socket as typeof Socket & Pick<typeof EventEmitter, keyof typeof EventEmitter>,
  _createSocketHandle: createSocketHandle,
};
