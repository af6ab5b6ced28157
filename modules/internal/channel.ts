/** What `process` has beside all else on a board with a channel to the program that started it. */
import EventEmitter = require('../events');
import { ERR_INVALID_ARG_TYPE, ERR_MISSING_ARGS, addCode } from './errors';
import { hooks } from './hooks';

interface Process extends EventEmitter {
  nextTick(callback: (...args: any[]) => void, ...args: unknown[]): void;
  emitWarning(warning: string, type: string): void;
}

interface Connected {
  connected: boolean;
  channel: { ref(): void; unref(): void; hasRef(): boolean } | undefined;
  send(message: unknown, handle?: unknown, options?: unknown, callback?: unknown): boolean;
  disconnect(): void;
}

const binding = native('process');

/** Opens the channel, and gives process what goes with it. */
export function setUpChannel(process: Process): Connected {
  let listeners = 0;
  let forced: boolean | undefined;

  const hasRef = function (): boolean {
    return forced === undefined ? listeners > 0 : forced;
  };
  const update = function (): void {
    if (connected.connected) binding.channelRef(hasRef());
  };
  const force = function (on: boolean): void {
    forced = on;
    update();
  };
  /* As in a forked Node child, only a listener that waits for the parent keeps the program running. */
  const count = function (step: number): (name: string | symbol) => void {
    return function (name) {
      if (name !== 'message' && name !== 'disconnect') return;
      listeners += step;
      update();
    };
  };
  const emit = function (): void {
    process.emit.apply(process, arguments as any);
  };
  const gone = function (): void {
    connected.connected = false;
    connected.channel = undefined;
    process.nextTick(emit, 'disconnect');
  };

  const connected = Object.assign(process, {
    connected: true,
    channel: {
      ref: function () {
        force(true);
      },
      unref: function () {
        force(false);
      },
      hasRef: hasRef,
    },

    /** send(message[, handle[, options]][, callback]); handles cannot leave a board and are not taken. */
    send: function send(message: unknown, handle?: unknown, options?: unknown, callback?: any): boolean {
      const done: any = typeof handle === 'function' ? handle : typeof options === 'function' ? options : callback;
      if (message === undefined) throw ERR_MISSING_ARGS('message');
      if (typeof message !== 'object' && ['string', 'number', 'boolean'].indexOf(typeof message) < 0)
        throw ERR_INVALID_ARG_TYPE('message', ['string', 'object', 'number', 'boolean'], message);
      let error: Error | null = null;
      if (!connected.connected) error = addCode(new Error('Channel closed'), 'ERR_IPC_CHANNEL_CLOSED');
      else binding.channelWrite(JSON.stringify(message));
      if (typeof done === 'function') process.nextTick(done, error);
      else if (error !== null) process.nextTick(emit, 'error', error);
      return error === null;
    },

    disconnect: function disconnect(): void {
      if (connected.connected) {
        binding.channelClose();
        gone();
      } else {
        const error = addCode(new Error('IPC channel is already disconnected'), 'ERR_IPC_DISCONNECTED');
        process.nextTick(emit, 'error', error);
      }
    },
  } as Connected);

  process.on('newListener', count(1));
  process.on('removeListener', count(-1));
  hooks.message = function (line) {
    let message: unknown;
    try {
      message = JSON.parse(line);
    } catch {
      process.emitWarning('Dropped a channel message that is no JSON: ' + line.slice(0, 60), 'ChannelWarning');
      return;
    }
    process.emit('message', message, undefined);
  };
  hooks.disconnected = gone;
  binding.channelOpen();
  return connected;
}
