/** Node 18's `process`, as far as a device has one. It is an EventEmitter; the global of that name is this object. */
import EventEmitter = require('./events');
import { ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE, addCode, hidden } from './internal/errors';
import { hooks } from './internal/hooks';
import { validateString } from './internal/validators';
import type * as Channel from './internal/channel';
import type * as Stream from './internal/console_stream';

type Callback = (...args: any[]) => void;

const binding = native('process');

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

/** Seconds since the program's start. */
function uptime(): number {
  return binding.uptimeUs() / 1e6;
}

/** Bytes. On JerryScript Buffers are outside the script heap; on QuickJS in it, and external and arrayBuffers are 0. */
function memoryUsage(): { rss: number; heapTotal: number; heapUsed: number; external: number; arrayBuffers: number } {
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

/* ---- the end ----------------------------------------------------------------------------------------------- */

function exit(code?: unknown): void {
  if (code || code === 0) process.exitCode = code as number;
  if (!process._exiting) {
    process._exiting = true;
    process.emit('exit', Number(process.exitCode) || 0);
  }
  process.reallyExit(Number(process.exitCode) | 0);
}

function abort(): void {
  binding.exit(134);
}

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

function setUncaughtExceptionCaptureCallback(callback: Callback | null): void {
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
}

function hasUncaughtExceptionCaptureCallback(): boolean {
  return captureCallback !== null;
}

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

function emitNow(warning: Warning): void {
  process.emit('warning', warning);
}

function throwNow(warning: Warning): void {
  throw warning;
}

/** (warning[, options]) or (warning[, type[, code]][, ctor]); printed and emitted as 'warning' on the next tick. */
function emitWarning(warning: string | Warning, type?: any, code?: any, ctor?: any): void {
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
}

/* ---- the object -------------------------------------------------------------------------------------------- */

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

/* Values are text in Node, whatever is assigned; an engine without Proxy cannot see to that. */
const env =
  typeof Proxy === 'undefined'
    ? binding.env
    : new Proxy(binding.env, {
        set: function (holder, name, value) {
          holder[name as string] = '' + value; /* throws for a symbol, as Node does */
          return true;
        },
      });

/* The release whose API this is. */
const RELEASE = '18.20.4';
const versions: { node: string; tinygram: string; [name: string]: string } = {
  node: RELEASE,
  tinygram: binding.version,
};
versions[binding.engine] = binding.engineVersion;

interface Options {
  exitCode: number | undefined;
  noDeprecation?: boolean;
  throwDeprecation?: boolean;
  traceDeprecation?: boolean;
  traceProcessWarnings?: boolean;
}

const process = Object.assign(Object.create(proto) as EventEmitter, { exitCode: undefined } as Options, {
  title: 'tinygram',
  version: 'v' + RELEASE,
  versions: versions,
  arch: binding.arch,
  platform: 'tinygram',
  release: { name: 'tinygram' },
  argv: ['tinygram', '/' + binding.entry].concat(binding.argv),
  argv0: 'tinygram',
  execArgv: [],
  execPath: 'tinygram',
  env: env,
  /* Boards have no processes; a test that starts several boards numbers them. */
  pid: Number(binding.env.TINYGRAM_PID) || 1,
  ppid: 0,
  features: {},
  config: { target_defaults: {}, variables: {} },
  cwd: function cwd() {
    return '/';
  },
  nextTick: binding.nextTick,
  hrtime: hrtime,
  uptime: uptime,
  memoryUsage: memoryUsage,
  reallyExit: binding.exit,
  exit: exit as (code?: unknown) => never,
  abort: abort as () => never,
  setUncaughtExceptionCaptureCallback: setUncaughtExceptionCaptureCallback,
  hasUncaughtExceptionCaptureCallback: hasUncaughtExceptionCaptureCallback,
  emitWarning: emitWarning,
  _exiting: false,
});
EventEmitter.call(process as any);
process.on('warning', printWarning);

/* ---- what a program seldom asks for ------------------------------------------------------------------------- */

function lazyStream(name: 'stdout' | 'stderr', fd: 1 | 2): void {
  Object.defineProperty(process, name, {
    get: function () {
      const stream = (require('./internal/console_stream') as typeof Stream).consoleStream(fd);
      hooks.streams = hooks.streams || {};
      hooks.streams[fd] = stream;
      Object.defineProperty(process, name, { value: stream, writable: true, enumerable: true, configurable: true });
      return stream;
    },
    enumerable: true,
    configurable: true,
  });
}
lazyStream('stdout', 1);
lazyStream('stderr', 2);

if (binding.channelPresent()) (require('./internal/channel') as typeof Channel).setUpChannel(process);

/* Its own, as in Node; what programs tell Node by. */
Object.defineProperty(process, Symbol.toStringTag, { value: 'process', configurable: true });

for (const name of ['_events', '_eventsCount', '_maxListeners', '_exiting', 'reallyExit'])
  hidden(process, name, (process as any)[name]);

type Later = ReturnType<typeof Channel.setUpChannel> & { [stream in 'stdout' | 'stderr']: Stream.ConsoleStream };

export = process as typeof process & Later;
