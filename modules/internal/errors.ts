/**
 * Node 18's error objects: coded errors, system errors and aborts, with Node's messages. A coded error keeps the name
 * of its base class (`TypeError`), carries `code`, and shows `TypeError [ERR_X]: message` in `toString()` and in the
 * first line of `stack`. The functions named ERR_* make those that several places throw, after Node's classes of the
 * same names; what one place throws is made there, by addCode(). A program in which nothing fails never loads this.
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

const define = Object.defineProperty;

/** Sets a property that enumeration does not show. */
export function hidden(target: object, key: PropertyKey, value: unknown): void {
  /* Without a prototype: somebody's Object.prototype.get would make it an accessor. */
  define(target, key, {
    __proto__: null,
    value: value,
    writable: true,
    enumerable: false,
    configurable: true,
  } as object);
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

const escapes: { [char: string]: string } = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
  '\\': '\\\\',
};
const special = /[\ud800-\udbff][\udc00-\udfff]|[\x00-\x1f'"`\\\x7f-\x9f\ud800-\udfff]/g;

/** text as util.inspect() shows a string: quoted, escaped. */
export function quote(text: string): string {
  let mark = "'";
  if (text.indexOf("'") >= 0) {
    if (text.indexOf('"') < 0) mark = '"';
    else if (text.indexOf('`') < 0 && text.indexOf('${') < 0) mark = '`';
  }
  return (
    mark +
    text.replace(special, function (found) {
      if (found.length === 2) return found;
      const code = found.charCodeAt(0);
      if (found === mark) return '\\' + found;
      if (found === "'" || found === '"' || found === '`') return found;
      const hex = code.toString(16);
      return escapes[found] || (code < 256 ? '\\x' + (code < 16 ? '0' : '') + hex.toUpperCase() : '\\u' + hex);
    }) +
    mark
  );
}

/** value as util.inspect() shows it; only what is not primitive loads util.inspect. */
export function show(value: unknown, options?: object): string {
  switch (typeof value) {
    case 'string':
      return quote(value);
    case 'number':
      return value === 0 && 1 / value < 0 ? '-0' : String(value);
    case 'bigint':
      return String(value) + 'n';
    case 'boolean':
    case 'undefined':
    case 'symbol':
      return String(value);
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
function anyOf(list: string[]): string {
  const last = list.length - 1;
  return last < 2 ? list.join(' or ') : list.slice(0, last).join(', ') + ', or ' + list[last];
}

function subject(name: string): string {
  if (/ argument$/.test(name)) return 'The ' + name + ' ';
  return 'The "' + name + '" ' + (name.indexOf('.') >= 0 ? 'property ' : 'argument ');
}

const className = /^([A-Z][a-z0-9]*)+$/;

function expectation(expected: string | string[]): string {
  const typeNames = ['string', 'function', 'number', 'object', 'Function', 'Object', 'boolean', 'bigint', 'symbol'];
  const types: string[] = [];
  const classes: string[] = [];
  const other: string[] = [];
  for (const name of typeof expected === 'string' ? [expected] : expected) {
    if (typeNames.indexOf(name) >= 0) types.push(name.toLowerCase());
    else (className.test(name) ? classes : other).push(name);
  }
  const object = types.indexOf('object');
  if (classes.length && object >= 0) {
    types.splice(object, 1);
    classes.push('Object');
  }
  const parts: string[] = [];
  if (types.length) parts.push((types.length > 1 ? 'one of type ' : 'of type ') + anyOf(types));
  if (classes.length) parts.push('an instance of ' + anyOf(classes));
  if (other.length > 1) parts.push('one of ' + anyOf(other));
  else if (other.length) parts.push((other[0].toLowerCase() !== other[0] ? 'an ' : '') + other[0]);
  return parts.join(' or ');
}

export function ERR_INVALID_ARG_TYPE(name: string, expected: string | string[], actual: unknown): NodeError {
  return addCode(
    new TypeError(subject(name) + 'must be ' + expectation(expected) + '. Received ' + received(actual)),
    'ERR_INVALID_ARG_TYPE',
  );
}

/** Of class TypeError, or the given one. */
export function ERR_INVALID_ARG_VALUE(
  name: string,
  value: unknown,
  reason?: string,
  Base?: new (message: string) => Error,
): NodeError {
  let text = show(value);
  if (text.length > 128) text = text.slice(0, 128) + '...';
  return addCode(
    new (Base || TypeError)(
      'The ' +
        (name.indexOf('.') >= 0 ? 'property' : 'argument') +
        " '" +
        name +
        "' " +
        (reason || 'is invalid') +
        '. Received ' +
        text,
    ),
    'ERR_INVALID_ARG_VALUE',
  );
}

/** The digits of an integer with '_' between groups of three, from the right. */
export function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, '_');
}

export function ERR_OUT_OF_RANGE(name: string, range: unknown, input: any): NodeError {
  let text = show(input);
  /* Like is compared with like: QuickJS orders negative BigInts and numbers wrongly. */
  const bound: any = typeof input === 'bigint' ? BigInt(4294967296) : 4294967296;
  const big = input > bound || input < -bound;
  if (typeof input === 'bigint' && big) text = grouped(String(input)) + 'n';
  else if (typeof input === 'number' && big && Math.floor(input) === input) text = grouped(String(input));
  return addCode(
    new RangeError('The value of "' + name + '" is out of range. It must be ' + range + '. Received ' + text),
    'ERR_OUT_OF_RANGE',
  );
}

export function ERR_MISSING_ARGS(first: string, second?: string): NodeError {
  return addCode(
    new TypeError(
      'The "' +
        first +
        (second === undefined ? '" argument' : '" and "' + second + '" arguments') +
        ' must be specified',
    ),
    'ERR_MISSING_ARGS',
  );
}

export function ERR_BUFFER_OUT_OF_BOUNDS(name?: string): NodeError {
  return addCode(
    new RangeError(
      name ? '"' + name + '" is outside of buffer bounds' : 'Attempt to access memory outside buffer bounds',
    ),
    'ERR_BUFFER_OUT_OF_BOUNDS',
  );
}

export function ERR_UNKNOWN_ENCODING(name: unknown): NodeError {
  return addCode(new TypeError('Unknown encoding: ' + String(name)), 'ERR_UNKNOWN_ENCODING');
}

export function ERR_INVALID_THIS(type: string): NodeError {
  return addCode(new TypeError('Value of "this" must be of type ' + type), 'ERR_INVALID_THIS');
}

export function ERR_SOCKET_DGRAM_IS_CONNECTED(): NodeError {
  return addCode(new Error('Already connected'), 'ERR_SOCKET_DGRAM_IS_CONNECTED');
}
export function ERR_SOCKET_DGRAM_NOT_CONNECTED(): NodeError {
  return addCode(new Error('Not connected'), 'ERR_SOCKET_DGRAM_NOT_CONNECTED');
}
export function ERR_SOCKET_DGRAM_NOT_RUNNING(): NodeError {
  return addCode(new Error('Not running'), 'ERR_SOCKET_DGRAM_NOT_RUNNING');
}

let systemErrors: Map<number, [string, string]> | undefined;

/** Number to [name, message] of every system error that native code can give. */
export function systemErrorMap(): Map<number, [string, string]> {
  if (systemErrors === undefined) {
    const map = (systemErrors = new Map<number, [string, string]>());
    for (const entry of native('process').errors()) map.set(entry[0], [entry[1], entry[2]]);
  }
  return systemErrors;
}

/** 'EINVAL' for -22. */
export function systemErrorName(code: number): string {
  const entry = systemErrorMap().get(code);
  return entry ? entry[0] : 'Unknown system error ' + code;
}

/**
 * The error of a failed call: `getsockname EBADF`. errno is the negative code of native code, subject what the call was
 * about; name is the code's, where that is not errno's.
 */
export function errnoException(errno: number, syscall: string, subject?: string, name?: string): SystemErrorLike {
  const code = name || systemErrorName(errno);
  const error = new Error(syscall + ' ' + code + (subject ? ' ' + subject : '')) as SystemErrorLike;
  error.errno = errno;
  error.code = code;
  error.syscall = syscall;
  return error;
}

/** The error of a failed call on an address: `bind EADDRINUSE 0.0.0.0:41234`, with address and port. */
export function exceptionWithHostPort(
  errno: number,
  syscall: string,
  address?: string,
  port?: number,
): SystemErrorLike {
  const error = errnoException(errno, syscall, port && port > 0 ? address + ':' + port : address);
  error.address = address;
  if (port) error.port = port;
  return error;
}

/** The error of a failed look-up: `getaddrinfo ENOTFOUND example.invalid`. */
export function dnsException(errno: number, syscall: string, hostname: string): SystemErrorLike {
  /* EAI_NODATA and EAI_NONAME have one name in Node. */
  const error = errnoException(errno, syscall, hostname, errno === -3007 || errno === -3008 ? 'ENOTFOUND' : undefined);
  error.hostname = hostname;
  return error;
}

/**
 * The error of a failed getting or setting of a buffer's size, Node's SystemError: it tells what failed in info, of
 * which errno and syscall are views.
 */
export function ERR_SOCKET_BUFFER_SIZE(errno: number, syscall: string): NodeError {
  const code = systemErrorName(errno);
  const entry = systemErrorMap().get(errno);
  const info: any = { errno: errno, code: code, message: entry ? entry[1] : code, syscall: syscall };
  const error = new Error(
    'Could not get or set buffer size: ' + syscall + ' returned ' + code + ' (' + info.message + ')',
  );
  hidden(error, 'name', 'SystemError');
  addCode(error, 'ERR_SOCKET_BUFFER_SIZE');
  define(error, 'info', { value: info, enumerable: true, configurable: true, writable: false });
  ['errno', 'syscall'].forEach(function (key) {
    define(error, key, {
      get: function () {
        return info[key];
      },
      set: function (value) {
        info[key] = value;
      },
      enumerable: true,
      configurable: true,
    });
  });
  hidden(error, Symbol.for('nodejs.util.inspect.custom'), function (this: Error, _depth: number, options: any) {
    return show(this, Object.assign({}, options, { getters: true, customInspect: false }));
  });
  return error as NodeError;
}

/** What an operation fails with that signal has aborted. */
export function AbortError(signal: { reason?: unknown }): NodeError {
  const error = new Error('The operation was aborted') as NodeError;
  hidden(error, 'cause', signal.reason);
  error.code = 'ABORT_ERR';
  error.name = 'AbortError';
  setStackHeader(error, 'AbortError: ' + error.message);
  return error;
}
