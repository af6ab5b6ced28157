/** Node 18's `process`, as far as a device has one. It is an EventEmitter; the global of that name is this object. */
import EventEmitter = require('./events');
import { ERR_INVALID_ARG_TYPE, ERR_MISSING_ARGS, ERR_OUT_OF_RANGE, addCode, hidden } from './internal/errors';
import { hooks } from './internal/hooks';
import { validateString } from './internal/validators';

type Callback = (...args: any[]) => void;

interface Process extends EventEmitter {
  [name: string]: any;
  exitCode: number | undefined;
}

const binding = native('process');
/* Of typings/native/buffer.d.ts. */

/* As in Node, instances' prototype is an object of its own between the emitter's and process. */
const proto = Object.create(EventEmitter.prototype, {
  constructor: {
    value: function process() {
      return undefined;
    },
    writable: true,
    configurable: true,
  },
});
const process: Process = Object.create(proto);
EventEmitter.call(process as any);

/* ---- what the program is ---------------------------------------------------------------------------------- */

process.title = 'tinygram';
/* The release whose API this is. */
process.version = 'v18.20.4';
process.versions = { node: '18.20.4', tinygram: binding.version };
process.versions[binding.engine] = binding.engineVersion;
process.arch = binding.arch;
process.platform = 'tinygram';
process.release = { name: 'tinygram' };
process.argv = ['tinygram', '/' + binding.entry].concat(binding.argv);
process.argv0 = 'tinygram';
process.execArgv = [];
process.execPath = 'tinygram';
/* Values are text in Node, whatever is assigned; an engine without Proxy cannot see to that. */
process.env =
  typeof Proxy === 'undefined'
    ? binding.env
    : new Proxy(binding.env, {
        set: function (env, name, value) {
          env[name as string] = '' + value; /* throws for a symbol, as Node does */
          return true;
        },
      });
/* Boards have no processes; a test that starts several boards numbers them. */
process.pid = Number(binding.env.TINYGRAM_PID) || 1;
process.ppid = 0;
process.exitCode = undefined;
process.features = {};
process.config = { target_defaults: {}, variables: {} };
process.cwd = function cwd() {
  return '/';
};
process.nextTick = binding.nextTick;

/* ---- clocks and memory ------------------------------------------------------------------------------------ */

/** [seconds, nanoseconds] since an arbitrary time, or since previous, an earlier answer. */
function hrtime(previous?: [number, number]): [number, number] {
  const now = binding.timeNs();
  let seconds = Math.floor(now / 1e9);
  let nanoseconds = now - seconds * 1e9;
  if (previous !== undefined) {
    if (!Array.isArray(previous)) throw ERR_INVALID_ARG_TYPE('time', 'Array', previous);
    if (previous.length !== 2) throw ERR_OUT_OF_RANGE('time', 2, (previous as unknown[]).length);
    seconds -= previous[0];
    nanoseconds -= previous[1];
    if (nanoseconds < 0) {
      seconds--;
      nanoseconds += 1e9;
    }
  }
  return [seconds, nanoseconds];
}
hrtime.bigint = function () {
  return BigInt(binding.timeNs());
};
process.hrtime = hrtime;

/** Seconds since the program's start. */
process.uptime = function uptime() {
  return binding.uptimeUs() / 1e6;
};

/** Bytes. On JerryScript Buffers are outside the script heap; on QuickJS in it, and external and arrayBuffers are 0. */
function memoryUsage(): object {
  const usage = binding.memoryUsage();
  const buffers = usage.arrayBuffers;
  return {
    rss: usage.rss,
    heapTotal: usage.heapTotal,
    heapUsed: usage.heapUsed,
    external: buffers,
    arrayBuffers: buffers,
  };
}
memoryUsage.rss = function () {
  return binding.memoryUsage().rss;
};
process.memoryUsage = memoryUsage;

/* ---- the end ----------------------------------------------------------------------------------------------- */

process.reallyExit = binding.exit;

process.exit = function exit(code?: unknown) {
  if (code || code === 0) process.exitCode = code as number;
  if (!process._exiting) {
    process._exiting = true;
    process.emit('exit', Number(process.exitCode) || 0);
  }
  process.reallyExit(Number(process.exitCode) | 0);
};

process.abort = function abort() {
  binding.exit(134);
};

hooks.exit = function () {
  process._exiting = true;
  try {
    process.emit('exit', Number(process.exitCode) || 0);
  } catch (error) {
    binding.uncaught(error); // returns only when a listener has taken it
  }
  return Number(process.exitCode) | 0;
};

hooks.beforeExit = function () {
  process.emit('beforeExit', Number(process.exitCode) || 0);
};

hooks.uncaught = function (error, fromPromise) {
  const origin = fromPromise ? 'unhandledRejection' : 'uncaughtException';
  process.emit('uncaughtExceptionMonitor', error, origin);
  if (captureCallback !== null) {
    captureCallback(error);
    return true;
  }
  if (process.emit('uncaughtException', error, origin)) return true;
  try {
    if (!process._exiting) {
      process._exiting = true;
      process.exitCode = 1;
      process.emit('exit', 1);
    }
  } catch {
    /* The first error is the one to report. */
  }
  const code = process.exitCode;
  return typeof code === 'number' && (code | 0) === code ? code : 1;
};

hooks.rejection = function (reason, promise) {
  return process.emit('unhandledRejection', reason, promise);
};

hooks.rejectionHandled = function (promise) {
  process.emit('rejectionHandled', promise);
};

let captureCallback: Callback | null = null;

process.setUncaughtExceptionCaptureCallback = function (callback: Callback | null) {
  if (callback === null) {
    captureCallback = null;
    return;
  }
  if (typeof callback !== 'function') throw ERR_INVALID_ARG_TYPE('fn', ['Function', 'null'], callback);
  if (captureCallback !== null) {
    throw addCode(
      new Error(
        '`process.setupUncaughtExceptionCapture()` was called while a capture callback was ' + 'already active',
      ),
      'ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET',
    );
  }
  captureCallback = callback;
};

process.hasUncaughtExceptionCaptureCallback = function () {
  return captureCallback !== null;
};

/* ---- warnings ---------------------------------------------------------------------------------------------- */

interface Warning extends Error {
  code?: string;
  detail?: string;
}

function printWarning(warning: Warning): void {
  if (warning.name === 'DeprecationWarning' && process.noDeprecation) return;
  const code = warning.code ? '[' + warning.code + '] ' : '';
  const trace = warning.name === 'DeprecationWarning' ? process.traceDeprecation : process.traceProcessWarnings;
  const text = trace && warning.stack ? warning.stack : warning.name + ': ' + warning.message;
  const detail = typeof warning.detail === 'string' ? '\n' + warning.detail : '';
  native('console').write(2, '(tinygram) ' + code + text + detail + '\n');
}

process.on('warning', printWarning);

function emitNow(warning: Warning): void {
  process.emit('warning', warning);
}

function throwNow(warning: Warning): void {
  throw warning;
}

/** (warning[, options]) or (warning[, type[, code]][, ctor]); printed and emitted as 'warning' on the next tick. */
process.emitWarning = function emitWarning(warning: string | Warning, type?: any, code?: any, ctor?: any) {
  let detail: string | undefined;
  if (type !== null && typeof type === 'object' && !Array.isArray(type)) {
    ctor = type.ctor;
    code = type.code;
    if (typeof type.detail === 'string') detail = type.detail;
    type = type.type || 'Warning';
  } else if (typeof type === 'function') {
    ctor = type;
    code = '';
    type = 'Warning';
  }
  if (type !== undefined) validateString(type, 'type');
  if (typeof code === 'function') {
    ctor = code;
    code = '';
  } else if (code !== undefined) {
    validateString(code, 'code');
  }
  let made: Warning;
  if (typeof warning === 'string') {
    made = new Error(warning);
    made.name = String(type || 'Warning');
    if (code !== undefined) made.code = code;
    if (detail !== undefined) made.detail = detail;
    (Error as any).captureStackTrace(made, ctor || process.emitWarning);
  } else if (warning instanceof Error) {
    made = warning;
  } else {
    throw ERR_INVALID_ARG_TYPE('warning', ['Error', 'string'], warning);
  }
  if (made.name === 'DeprecationWarning') {
    if (process.noDeprecation) return;
    if (process.throwDeprecation) {
      process.nextTick(throwNow, made);
      return;
    }
  }
  process.nextTick(emitNow, made);
};

/* ---- stdout and stderr ------------------------------------------------------------------------------------- */

interface BufferModule {
  Buffer: {
    from(text: string, encoding: string): Uint8Array;
  };
}

function firstFunction(values: unknown[]): Callback | undefined {
  return values.filter(function (value) {
    return typeof value === 'function';
  })[0] as Callback | undefined;
}

/** A console stream: each write is done when it returns, so there is no back pressure and nothing to wait for. */
function consoleStream(fd: 1 | 2): EventEmitter {
  const stream = new EventEmitter() as EventEmitter & { [name: string]: any };
  let ended = false;
  stream.fd = fd;
  stream._isStdio = true;
  stream.isTTY = false;
  stream.writable = true;
  stream.write = function (chunk: string | Uint8Array, encoding?: string | Callback, done?: Callback) {
    const callback = typeof encoding === 'function' ? encoding : done;
    if (ended) throw addCode(new Error('write after end'), 'ERR_STREAM_WRITE_AFTER_END');
    if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) {
      throw ERR_INVALID_ARG_TYPE('chunk', ['string', 'Buffer', 'Uint8Array'], chunk);
    }
    if (typeof chunk !== 'string') {
      native('console').writeBytes(fd, chunk);
    } else if (typeof encoding !== 'string' || encoding === 'utf8') {
      native('console').write(fd, chunk);
    } else {
      const { Buffer } = require('./buffer') as BufferModule;
      native('console').writeBytes(fd, Buffer.from(chunk, encoding));
    }
    if (typeof callback === 'function') process.nextTick(callback, null);
    return true;
  };
  stream.end = function (chunk?: string | Uint8Array | Callback, encoding?: string | Callback, done?: Callback) {
    const callback = firstFunction([chunk, encoding, done]);
    if (chunk !== undefined && chunk !== null && typeof chunk !== 'function') stream.write(chunk, encoding);
    ended = true;
    stream.writable = false;
    if (callback !== undefined) process.nextTick(callback);
    return stream;
  };
  return stream;
}

function lazyStream(name: string, fd: 1 | 2): void {
  Object.defineProperty(process, name, {
    get: function () {
      const stream = consoleStream(fd);
      hooks.streams = hooks.streams || {};
      hooks.streams[fd] = stream as unknown as { write(text: string): unknown };
      Object.defineProperty(process, name, { value: stream, writable: true, enumerable: true, configurable: true });
      return stream;
    },
    enumerable: true,
    configurable: true,
  });
}
lazyStream('stdout', 1);
lazyStream('stderr', 2);

/* ---- the channel to the program that started the board ------------------------------------------------------ */

function setUpChannel(): void {
  let listeners = 0;
  let forced: boolean | undefined;

  const update = function (): void {
    if (process.connected) binding.channelRef(forced === undefined ? listeners > 0 : forced);
  };
  /* As in a forked Node child, only a listener that waits for the parent keeps the program running. */
  process.on('newListener', function (name: string | symbol) {
    if (name === 'message' || name === 'disconnect') {
      listeners++;
      update();
    }
  });
  process.on('removeListener', function (name: string | symbol) {
    if (name === 'message' || name === 'disconnect') {
      listeners--;
      update();
    }
  });

  process.connected = true;
  process.channel = {
    ref: function () {
      forced = true;
      update();
    },
    unref: function () {
      forced = false;
      update();
    },
    hasRef: function () {
      return forced === undefined ? listeners > 0 : forced;
    },
  };

  const gone = function (): void {
    process.connected = false;
    process.channel = undefined;
    process.nextTick(function () {
      process.emit('disconnect');
    });
  };

  /** send(message[, handle[, options]][, callback]); handles cannot leave a board and are not taken. */
  process.send = function send(message: unknown, handle?: unknown, options?: unknown, callback?: unknown): boolean {
    const done = firstFunction([handle, options, callback]);
    if (message === undefined) throw ERR_MISSING_ARGS('message');
    if (typeof message !== 'object' && ['string', 'number', 'boolean'].indexOf(typeof message) < 0) {
      throw ERR_INVALID_ARG_TYPE('message', ['string', 'object', 'number', 'boolean'], message);
    }
    let error: Error | null = null;
    if (!process.connected) {
      error = addCode(new Error('Channel closed'), 'ERR_IPC_CHANNEL_CLOSED');
    } else {
      binding.channelWrite(JSON.stringify(message));
    }
    if (done !== undefined) process.nextTick(done, error);
    else if (error !== null) {
      process.nextTick(function () {
        process.emit('error', error);
      });
    }
    return error === null;
  };

  process.disconnect = function disconnect(): void {
    if (!process.connected) {
      const error = addCode(new Error('IPC channel is already disconnected'), 'ERR_IPC_DISCONNECTED');
      process.nextTick(function () {
        process.emit('error', error);
      });
      return;
    }
    binding.channelClose();
    gone();
  };

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
}

if (binding.channelPresent()) setUpChannel();

/* Its own, as in Node; what programs tell Node by. */
Object.defineProperty(process, Symbol.toStringTag, { value: 'process', configurable: true });

process._exiting = false;
for (const name of ['_events', '_eventsCount', '_maxListeners', '_exiting', 'reallyExit']) {
  hidden(process, name, process[name]);
}

export = process;
