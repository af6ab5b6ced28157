/** `dgram`: addresses, options and memberships of sockets, and the names that Node has deprecated. */
import internal = require('./dgram');
import { errors, validateNumber, validateString } from './validators';

type Socket = internal.Socket;
type State = internal.State;

declare const process: { emitWarning(warning: string, type: string, code?: string): void };

type Membership = 'addMembership' | 'dropMembership' | 'addSourceSpecificMembership' | 'dropSourceSpecificMembership';

/*
 * A join binds a socket that nobody has bound, at once, and is followed by 'listening'. While a bind is under way it
 * waits for it: an error then is an 'error' event.
 */
function changeMembership(socket: Socket, what: Membership, addresses: string[], iface: unknown): void {
  const state: State = socket[internal.kState];
  const handle = internal.checkRunning(socket);
  const change = handle[what] as (...args: unknown[]) => number;
  const args = (addresses as unknown[]).concat(iface == null ? undefined : String(iface));
  if (state.bindState === internal.Bind.BINDING && handle.fd < 0) {
    internal.enqueue(socket, state, function () {
      if (state.handle === null) return;
      const code = change.apply(state.handle, args);
      if (code !== 0) socket.emit('error', errors().errnoException(code, what));
    });
    return;
  }
  internal.throwOnError(change.apply(handle, args), what);
  if (state.bindState === internal.Bind.UNBOUND) {
    state.bindState = internal.Bind.BINDING;
    internal.ticks.nextTick(afterJoin, socket, state);
  }
}

function afterJoin(socket: Socket, state: State): void {
  if (state.handle !== null && state.bindState === internal.Bind.BINDING) internal.startListening(socket, state);
}

/* Adding and dropping are checked alike. */
function makeMembership(proto: Socket, any: 'addMembership' | 'dropMembership', one: Membership): void {
  proto[any] = function (this: Socket, group: unknown, iface?: unknown): void {
    internal.checkRunning(this);
    if (!group) throw errors().ERR_MISSING_ARGS('multicastAddress');
    changeMembership(this, any, [String(group)], iface);
  };
  proto[one] = function (this: Socket, source: unknown, group: unknown, iface?: unknown): void {
    internal.checkRunning(this);
    validateString(source, 'sourceAddress');
    validateString(group, 'groupAddress');
    changeMembership(this, one, [source, group], iface);
  };
}

/** Gives the prototype of sockets these methods. */
export function addOptions(proto: Socket): void {
  proto.address = function (this: Socket): internal.Address {
    const out = {} as internal.Address;
    internal.throwOnError(internal.checkRunning(this).getsockname(out), 'getsockname');
    return out;
  };

  proto.remoteAddress = function (this: Socket): internal.Address {
    const state: State = this[internal.kState];
    const handle = internal.checkRunning(this);
    if (state.connectState !== internal.Connect.CONNECTED) throw errors().ERR_SOCKET_DGRAM_NOT_CONNECTED();
    const out = {} as internal.Address;
    internal.throwOnError(handle.getpeername(out), 'getpeername');
    return out;
  };

  proto.setBroadcast = function (this: Socket, on: unknown): void {
    const socket = this;
    const state: State = this[internal.kState];
    const handle = internal.checkRunning(this);
    /* Ruff's sockets are bound by the time send() returns. */
    if (state.ruff && state.queue !== undefined) {
      internal.enqueue(this, state, function () {
        if (state.handle !== null) socket.setBroadcast(on);
      });
    } else {
      internal.throwOnError(handle.setBroadcast(!!on), 'setBroadcast');
    }
  };

  proto.setTTL = function (this: Socket, ttl: unknown): number {
    validateNumber(ttl, 'ttl');
    internal.throwOnError(internal.checkRunning(this).setTTL(ttl), 'setTTL');
    return ttl;
  };

  proto.setMulticastTTL = function (this: Socket, ttl: unknown): number {
    validateNumber(ttl, 'ttl');
    internal.throwOnError(internal.checkRunning(this).setMulticastTTL(ttl), 'setMulticastTTL');
    return ttl;
  };

  proto.setMulticastLoopback = function <T>(this: Socket, on: T): T {
    internal.throwOnError(internal.checkRunning(this).setMulticastLoopback(!!on), 'setMulticastLoopback');
    return on;
  };

  proto.setMulticastInterface = function (this: Socket, address: unknown): void {
    const handle = internal.checkRunning(this);
    validateString(address, 'interfaceAddress');
    internal.throwOnError(handle.setMulticastInterface(address), 'setMulticastInterface');
  };

  makeMembership(proto, 'addMembership', 'addSourceSpecificMembership');
  makeMembership(proto, 'dropMembership', 'dropSourceSpecificMembership');

  proto.ref = function (this: Socket): Socket {
    const handle = (this[internal.kState] as State).handle;
    if (handle !== null) handle.ref();
    return this;
  };

  proto.unref = function (this: Socket): Socket {
    const handle = (this[internal.kState] as State).handle;
    if (handle !== null) handle.unref();
    return this;
  };

  proto.setRecvBufferSize = function (this: Socket, size: unknown): void {
    internal.setBufferSize(this, size, false);
  };

  proto.setSendBufferSize = function (this: Socket, size: unknown): void {
    internal.setBufferSize(this, size, true);
  };

  proto.getRecvBufferSize = function (this: Socket): number {
    return internal.bufferSize(this, 0, false);
  };

  proto.getSendBufferSize = function (this: Socket): number {
    return internal.bufferSize(this, 0, true);
  };
}

let warned = false;

/* One warning for all of them, as they share a code. */
export function deprecated(what: string): void {
  if (warned) return;
  warned = true;
  process.emitWarning(what + ' is deprecated', 'DeprecationWarning', 'DEP0112');
}

/** And the deprecated ones. */
export function addDeprecated(proto: Socket): void {
  (['handle', 'receiving', 'bindState', 'queue', 'reuseAddr'] as Array<keyof State>).forEach(function (key) {
    const name = '_' + key;
    Object.defineProperty(proto, name, {
      get: function (this: Socket) {
        deprecated('Socket.prototype.' + name);
        return this[internal.kState][key];
      },
      set: function (this: Socket, value: unknown) {
        deprecated('Socket.prototype.' + name);
        const state: State = this[internal.kState];
        (state as any)[key] = value;
        internal.updateDirect(state);
      },
    });
  });

  proto._healthCheck = function (this: Socket): void {
    deprecated('Socket.prototype._healthCheck()');
    internal.checkRunning(this);
  };

  proto._stopReceiving = function (this: Socket): void {
    deprecated('Socket.prototype._stopReceiving()');
    internal.stopReceiving(this[internal.kState]);
  };
}
