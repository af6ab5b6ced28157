/**
 * Node 18's error objects: the `ERR_*` classes, system errors and aborts, with Node's messages. A coded error
 * keeps the name of its base class (`TypeError`), carries `code`, and shows `TypeError [ERR_X]: message` in
 * `toString()` and in the first line of `stack`. Other modules take what they throw from here.
 */

export interface NodeError extends Error {
  code: string;
}
export interface SystemErrorLike extends Error {
  code: string;
  errno: number | undefined;
  syscall: string;
  address?: string;
  port?: number;
  hostname?: string;
}
export interface NodeErrorConstructor {
  new (...args: any[]): NodeError;
}
interface ErrorBase {
  new (message?: string): Error;
}

const define = Object.defineProperty;

/** Sets a property that enumeration does not show. */
export function hidden(target: object, key: PropertyKey, value: unknown): void {
  define(target, key, { value: value, writable: true, enumerable: false, configurable: true });
}

/** Gives error.stack the first line `header`; the frames below it stay. Engines differ in what they put there. */
export function setStackHeader(error: Error, header: string): void {
  const stack: unknown = error.stack;
  let frames = '';
  if (Array.isArray(stack)) {
    frames = stack.length ? '\n    at ' + stack.join('\n    at ') : '';
  } else if (typeof stack === 'string') {
    const at = ('\n' + stack).indexOf('\n    at ');
    if (at >= 0) frames = '\n' + stack.slice(at);
  }
  hidden(error, 'stack', header + frames);
}

function codedToString(this: NodeError): string {
  return this.name + ' [' + this.code + ']: ' + this.message;
}

/** Makes error, of any class, one that carries code as Node's own do. */
export function addCode<T extends Error>(error: T, code: string): T & NodeError {
  const coded = error as T & NodeError;
  hidden(coded, 'toString', codedToString);
  coded.code = code;
  setStackHeader(coded, codedToString.call(coded));
  return coded;
}

function fill(text: string, args: IArguments): string {
  let next = 0;
  return text.replace(/%s/g, function () { return String(args[next++]); });
}

/** A constructor of errors with code; text is a message with %s for the arguments, or a function that makes it. */
function coded(code: string, Base: ErrorBase, text: string | ((...args: any[]) => string)): NodeErrorConstructor {
  const make = function () {
    const message = typeof text === 'string' ? fill(text, arguments) : text.apply(null, arguments as any);
    return addCode(new Base(message), code);
  };
  return make as unknown as NodeErrorConstructor;
}

const escapes: { [char: string]: string } = {
  '\b': '\\b', '\t': '\\t', '\n': '\\n', '\f': '\\f', '\r': '\\r', '\\': '\\\\'
};
const special = /[\ud800-\udbff][\udc00-\udfff]|[\x00-\x1f'"`\\\x7f-\x9f\ud800-\udfff]/g;

/** text as util.inspect() shows a string: quoted, escaped. */
export function quote(text: string): string {
  let mark = "'";
  if (text.indexOf("'") >= 0) {
    if (text.indexOf('"') < 0) mark = '"';
    else if (text.indexOf('`') < 0 && text.indexOf('${') < 0) mark = '`';
  }
  return mark + text.replace(special, function (found) {
    if (found.length === 2) return found;
    const code = found.charCodeAt(0);
    if (found === mark) return '\\' + found;
    if (found === "'" || found === '"' || found === '`') return found;
    const hex = code.toString(16);
    return escapes[found] || (code < 256 ? '\\x' + (code < 16 ? '0' : '') + hex.toUpperCase() : '\\u' + hex);
  }) + mark;
}

/** value as util.inspect() shows it; only what is not primitive loads util.inspect. */
export function show(value: unknown, options?: object): string {
  switch (typeof value) {
    case 'string': return quote(value);
    case 'number': return value === 0 && 1 / value < 0 ? '-0' : String(value);
    case 'bigint': return String(value) + 'n';
    case 'boolean': case 'undefined': case 'symbol': return String(value);
  }
  if (value === null) return 'null';
  return (require('./inspect') as { inspect(value: unknown, options?: object): string }).inspect(value, options);
}

/** What value is, in the words of Node's "Received …". */
export function received(value: any): string {
  if (value == null) return String(value);
  if (typeof value === 'function' && value.name) return 'function ' + value.name;
  if (typeof value === 'object') {
    const maker = value.constructor;
    return maker && maker.name ? 'an instance of ' + maker.name : show(value, { depth: -1 });
  }
  let text = show(value);
  if (text.length > 28) text = text.slice(0, 25) + '...';
  return 'type ' + typeof value + ' (' + text + ')';
}

/** 'a', 'a or b', 'a, b, or c'. */
export function formatList(list: string[], word: string): string {
  const last = list.length - 1;
  return last < 2 ? list.join(' ' + word + ' ') : list.slice(0, last).join(', ') + ', ' + word + ' ' + list[last];
}

function subject(name: string): string {
  if (/ argument$/.test(name)) return 'The ' + name + ' ';
  return 'The "' + name + '" ' + (name.indexOf('.') >= 0 ? 'property ' : 'argument ');
}

const typeNames = /^(string|function|number|[oO]bject|Function|boolean|bigint|symbol)$/;
const className = /^([A-Z][a-z0-9]*)+$/;

function expectation(expected: string | string[]): string {
  const types: string[] = [];
  const classes: string[] = [];
  const other: string[] = [];
  ([] as string[]).concat(expected).forEach(function (name) {
    if (typeNames.test(name)) types.push(name.toLowerCase());
    else (className.test(name) ? classes : other).push(name);
  });
  const object = types.indexOf('object');
  if (classes.length && object >= 0) {
    types.splice(object, 1);
    classes.push('Object');
  }
  const parts: string[] = [];
  if (types.length) parts.push((types.length > 1 ? 'one of type ' : 'of type ') + formatList(types, 'or'));
  if (classes.length) parts.push('an instance of ' + formatList(classes, 'or'));
  if (other.length > 1) parts.push('one of ' + formatList(other, 'or'));
  else if (other.length) parts.push((other[0].toLowerCase() !== other[0] ? 'an ' : '') + other[0]);
  return parts.join(' or ');
}

export const ERR_INVALID_ARG_TYPE = coded('ERR_INVALID_ARG_TYPE', TypeError,
  function (name: string, expected: string | string[], actual: unknown) {
    return subject(name) + 'must be ' + expectation(expected) + '. Received ' + received(actual);
  });

function invalidValue(name: string, value: unknown, reason?: string): string {
  let text = show(value);
  if (text.length > 128) text = text.slice(0, 128) + '...';
  return 'The ' + (name.indexOf('.') >= 0 ? 'property' : 'argument') + " '" + name + "' " +
    (reason || 'is invalid') + '. Received ' + text;
}
export const ERR_INVALID_ARG_VALUE = coded('ERR_INVALID_ARG_VALUE', TypeError, invalidValue);
export const ERR_INVALID_ARG_VALUE_RANGE = coded('ERR_INVALID_ARG_VALUE', RangeError, invalidValue);

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, '_');
}
export const ERR_OUT_OF_RANGE = coded('ERR_OUT_OF_RANGE', RangeError,
  function (name: string, range: string, input: any, whole?: boolean) {
    let text = show(input);
    /* Like is compared with like: QuickJS orders negative BigInts and numbers wrongly. */
    const bound: any = typeof input === 'bigint' ? BigInt(4294967296) : 4294967296;
    const big = input > bound || input < -bound;
    if (typeof input === 'bigint' && big) text = grouped(String(input)) + 'n';
    else if (typeof input === 'number' && big && Math.floor(input) === input) text = grouped(String(input));
    return (whole ? name : 'The value of "' + name + '" is out of range.') + ' It must be ' + range +
      '. Received ' + text;
  });

export const ERR_MISSING_ARGS = coded('ERR_MISSING_ARGS', TypeError, function () {
  const names: string[] = Array.prototype.map.call(arguments, function (name: string | string[]) {
    return Array.isArray(name) ? name.map(function (one) { return '"' + one + '"'; }).join(' or ') : '"' + name + '"';
  }) as string[];
  return 'The ' + formatList(names, 'and') + (names.length > 1 ? ' arguments' : ' argument') + ' must be specified';
});

export const ERR_SOCKET_BAD_PORT = coded('ERR_SOCKET_BAD_PORT', RangeError,
  function (name: string, port: unknown, allowZero?: boolean) {
    return name + ' should be ' + (allowZero === false ? '>' : '>=') + ' 0 and < 65536. Received ' +
      received(port) + '.';
  });

export const ERR_BUFFER_OUT_OF_BOUNDS = coded('ERR_BUFFER_OUT_OF_BOUNDS', RangeError, function (name?: string) {
  return name ? '"' + name + '" is outside of buffer bounds' : 'Attempt to access memory outside buffer bounds';
});

export const ERR_UNHANDLED_ERROR = coded('ERR_UNHANDLED_ERROR', Error, function (error?: unknown) {
  return 'Unhandled error.' + (error === undefined ? '' : ' (' + error + ')');
});

export const ERR_INVALID_RETURN_VALUE = coded('ERR_INVALID_RETURN_VALUE', TypeError,
  function (input: string, name: string, value: unknown) {
    return 'Expected ' + input + ' to be returned from the "' + name + '" function but got ' + received(value) + '.';
  });

export const ERR_SOCKET_ALREADY_BOUND = coded('ERR_SOCKET_ALREADY_BOUND', Error, 'Socket is already bound');
export const ERR_SOCKET_BAD_BUFFER_SIZE =
  coded('ERR_SOCKET_BAD_BUFFER_SIZE', TypeError, 'Buffer size must be a positive integer');
export const ERR_SOCKET_BAD_TYPE =
  coded('ERR_SOCKET_BAD_TYPE', TypeError, 'Bad socket type specified. Valid types are: udp4, udp6');
export const ERR_SOCKET_DGRAM_IS_CONNECTED = coded('ERR_SOCKET_DGRAM_IS_CONNECTED', Error, 'Already connected');
export const ERR_SOCKET_DGRAM_NOT_CONNECTED = coded('ERR_SOCKET_DGRAM_NOT_CONNECTED', Error, 'Not connected');
export const ERR_SOCKET_DGRAM_NOT_RUNNING = coded('ERR_SOCKET_DGRAM_NOT_RUNNING', Error, 'Not running');
export const ERR_INVALID_FD_TYPE = coded('ERR_INVALID_FD_TYPE', TypeError, 'Unsupported fd type: %s');
export const ERR_INVALID_IP_ADDRESS = coded('ERR_INVALID_IP_ADDRESS', TypeError, 'Invalid IP address: %s');
export const ERR_DNS_SET_SERVERS_FAILED =
  coded('ERR_DNS_SET_SERVERS_FAILED', Error, 'c-ares failed to set servers: "%s" [%s]');
export const ERR_IPC_CHANNEL_CLOSED = coded('ERR_IPC_CHANNEL_CLOSED', Error, 'Channel closed');
export const ERR_IPC_DISCONNECTED = coded('ERR_IPC_DISCONNECTED', Error, 'IPC channel is already disconnected');
export const ERR_INVALID_BUFFER_SIZE =
  coded('ERR_INVALID_BUFFER_SIZE', RangeError, 'Buffer size must be a multiple of %s');
export const ERR_UNKNOWN_ENCODING = coded('ERR_UNKNOWN_ENCODING', TypeError, 'Unknown encoding: %s');
export const ERR_ENCODING_NOT_SUPPORTED =
  coded('ERR_ENCODING_NOT_SUPPORTED', RangeError, 'The "%s" encoding is not supported');
export const ERR_ENCODING_INVALID_ENCODED_DATA = coded('ERR_ENCODING_INVALID_ENCODED_DATA', TypeError,
  'The encoded data was not valid for encoding %s');
export const ERR_INVALID_THIS = coded('ERR_INVALID_THIS', TypeError, 'Value of "this" must be of type %s');
export const ERR_INVALID_STATE = coded('ERR_INVALID_STATE', Error, 'Invalid state: %s');
export const ERR_ILLEGAL_CONSTRUCTOR = coded('ERR_ILLEGAL_CONSTRUCTOR', TypeError, 'Illegal constructor');
export const ERR_EVENT_RECURSION =
  coded('ERR_EVENT_RECURSION', Error, 'The event "%s" is already being dispatched');
export const ERR_UNKNOWN_BUILTIN_MODULE =
  coded('ERR_UNKNOWN_BUILTIN_MODULE', Error, 'No such built-in module: %s');
export const ERR_FALSY_VALUE_REJECTION =
  coded('ERR_FALSY_VALUE_REJECTION', Error, 'Promise was rejected with falsy value');
export const ERR_AMBIGUOUS_ARGUMENT =
  coded('ERR_AMBIGUOUS_ARGUMENT', TypeError, 'The "%s" argument is ambiguous. %s');
export const ERR_METHOD_NOT_IMPLEMENTED =
  coded('ERR_METHOD_NOT_IMPLEMENTED', Error, 'The %s method is not implemented');
export const ERR_FEATURE_UNAVAILABLE_ON_PLATFORM = coded('ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', TypeError,
  'The feature %s is unavailable on the current platform, which is being used to run Node.js');
export const ERR_UNKNOWN_SIGNAL = coded('ERR_UNKNOWN_SIGNAL', TypeError, 'Unknown signal: %s');
export const ERR_ASSERTION = coded('ERR_ASSERTION', Error, '%s');

/** `require` of what is not there; requirers is the chain of requiring files, nearest first. */
export function moduleNotFound(request: string, requirers: string[]): NodeError {
  const stack = requirers.length ? '\nRequire stack:\n- ' + requirers.join('\n- ') : '';
  const error = new Error("Cannot find module '" + request + "'" + stack) as NodeError & { requireStack: string[] };
  error.code = 'MODULE_NOT_FOUND';
  error.requireStack = requirers;
  return error;
}

let systemErrors: Map<number, [string, string]> | undefined;

/** Number to [name, message] of every system error that native code can give. */
export function systemErrorMap(): Map<number, [string, string]> {
  if (systemErrors === undefined) {
    const map = systemErrors = new Map<number, [string, string]>();
    native('process').errors().forEach(function (entry) { map.set(entry[0], [entry[1], entry[2]]); });
  }
  return systemErrors;
}

/** 'EINVAL' for -22. */
export function systemErrorName(code: number): string {
  const entry = systemErrorMap().get(code);
  return entry ? entry[0] : 'Unknown system error ' + code;
}

/** 'invalid argument' for -22. */
export function systemErrorMessage(code: number): string {
  const entry = systemErrorMap().get(code);
  return entry ? entry[1] : 'Unknown system error ' + code;
}

function systemError(errno: number | undefined, code: string, syscall: string, details: string): SystemErrorLike {
  const error = new Error(syscall + ' ' + code + details) as SystemErrorLike;
  error.errno = errno;
  error.code = code;
  error.syscall = syscall;
  return error;
}

/** The error of a failed call: `getsockname EBADF`. errno is the negative code of native code. */
export function errnoException(errno: number, syscall: string, original?: string): SystemErrorLike {
  return systemError(errno, systemErrorName(errno), syscall, original ? ' ' + original : '');
}

/** The error of a failed call on an address: `bind EADDRINUSE 0.0.0.0:41234`, with address and port. */
export function exceptionWithHostPort(
  errno: number, syscall: string, address?: string, port?: number, additional?: string
): SystemErrorLike {
  let details = '';
  if (port && port > 0) details = ' ' + address + ':' + port;
  else if (address) details = ' ' + address;
  if (additional) details += ' - Local (' + additional + ')';
  const error = systemError(errno, systemErrorName(errno), syscall, details);
  error.address = address;
  if (port) error.port = port;
  return error;
}

/** The error of a failed look-up: `getaddrinfo ENOTFOUND example.invalid`. errno is native code's, or a code's name. */
export function dnsException(errno: number | string, syscall: string, hostname?: string): SystemErrorLike {
  let code = errno as string;
  if (typeof errno === 'number') {
    /* EAI_NODATA and EAI_NONAME have one name in Node. */
    code = errno === -3007 || errno === -3008 ? 'ENOTFOUND' : systemErrorName(errno);
  }
  const error = systemError(typeof errno === 'number' ? errno : undefined, code, syscall,
    hostname ? ' ' + hostname : '');
  if (hostname) error.hostname = hostname;
  return error;
}

export interface SystemErrorContext {
  errno: number;
  code: string;
  message: string;
  syscall: string;
}

/** Node's SystemError: `message: syscall returned CODE (text)`, with info, and errno and syscall as views of it. */
function makeSystemError(code: string, text: string, context: SystemErrorContext): NodeError {
  const error = new Error(text + ': ' + context.syscall + ' returned ' + context.code + ' (' + context.message + ')');
  hidden(error, 'name', 'SystemError');
  addCode(error, code);
  define(error, 'info', { value: context, enumerable: true, configurable: true, writable: false });
  (['errno', 'syscall'] as Array<'errno' | 'syscall'>).forEach(function (key) {
    define(error, key, {
      get: function () { return context[key]; },
      set: function (value) { (context as any)[key] = value; },
      enumerable: true,
      configurable: true
    });
  });
  hidden(error, Symbol.for('nodejs.util.inspect.custom'), function (this: Error, _depth: number, options: any) {
    return show(this, Object.assign({}, options, { getters: true, customInspect: false }));
  });
  return error as NodeError;
}

/** new ERR_SOCKET_BUFFER_SIZE(errno, 'uv_recv_buffer_size'), or with a context made before. */
export const ERR_SOCKET_BUFFER_SIZE = function (errno: number | SystemErrorContext, syscall: string) {
  return makeSystemError('ERR_SOCKET_BUFFER_SIZE', 'Could not get or set buffer size', typeof errno === 'object' ?
    errno :
    { errno: errno, code: systemErrorName(errno), message: systemErrorMessage(errno), syscall: syscall });
} as unknown as { new (errno: number, syscall: string): NodeError; new (context: SystemErrorContext): NodeError };

/** What an aborted operation fails with. */
export function AbortError(message?: string, options?: { cause?: unknown }): NodeError {
  if (options !== undefined && typeof options !== 'object') {
    throw new ERR_INVALID_ARG_TYPE('options', 'Object', options);
  }
  const error = new Error(message === undefined ? 'The operation was aborted' : message) as NodeError;
  if (options && 'cause' in options) hidden(error, 'cause', options.cause);
  error.code = 'ABORT_ERR';
  error.name = 'AbortError';
  setStackHeader(error, 'AbortError: ' + error.message);
  return error;
}
