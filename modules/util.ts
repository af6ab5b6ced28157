/** Node 18's `util`. What is big (inspect, types, text coding) is loaded when it is first asked for. */
import {
  ERR_INVALID_ARG_TYPE,
  ERR_OUT_OF_RANGE,
  addCode,
  hidden,
  systemErrorMap,
  systemErrorName,
} from './internal/errors';
import { isInteger, validateFunction, validateNumber, validateString } from './internal/validators';
import type * as Inspect from './internal/inspect';
import type * as Text from './internal/text';
import type Types = require('./internal/types');

declare const process: {
  env: { [name: string]: string | undefined };
  pid: number;
  emitWarning(message: string, type: string, code?: string): void;
  nextTick(callback: (...args: any[]) => void, ...args: unknown[]): void;
};

/** Links the prototypes of two constructors, as before there were classes. */
function inherits(child: any, parent: any) {
  if (typeof child !== 'function') throw ERR_INVALID_ARG_TYPE('ctor', 'Function', child);
  if (parent == null) throw ERR_INVALID_ARG_TYPE('superCtor', 'Function', parent);
  if (parent.prototype === undefined) throw ERR_INVALID_ARG_TYPE('superCtor.prototype', 'Object', parent.prototype);
  hidden(child, 'super_', parent);
  Object.setPrototypeOf(child.prototype, parent.prototype);
}

const warned: { [code: string]: boolean } = {};

/** fn, which warns of its deprecation when it is first called (of all that share code, once). */
function deprecate<T extends Function>(fn: T, message: string, code?: string): T {
  if (code !== undefined) validateString(code, 'code');
  let hasWarned = false;
  const deprecated = function (this: any) {
    if (!hasWarned) {
      hasWarned = true;
      if (code === undefined || !warned[code]) {
        if (code !== undefined) warned[code] = true;
        process.emitWarning(message, 'DeprecationWarning', code);
      }
    }
    return fn.apply(this, arguments as any);
  };
  Object.setPrototypeOf(deprecated, fn);
  if (fn.prototype) deprecated.prototype = fn.prototype;
  return deprecated as unknown as T;
}

const customPromisify = Symbol.for('nodejs.util.promisify.custom');

/** A function that gives a promise, of one whose last argument is callback(error, value). */
function promisify(original: any) {
  validateFunction(original, 'original');
  const custom: any = (original as any)[customPromisify];
  if (custom) {
    validateFunction(custom, 'util.promisify.custom');
    hidden(custom, customPromisify, custom);
    return custom;
  }
  const promised: any = function (this: any) {
    const self = this;
    const args = Array.prototype.slice.call(arguments);
    return new Promise(function (resolve, reject) {
      args.push(function (error: unknown, value: unknown) {
        if (error) reject(error);
        else resolve(value);
      });
      original.apply(self, args);
    });
  };
  Object.setPrototypeOf(promised, Object.getPrototypeOf(original));
  hidden(promised, customPromisify, promised);
  for (const name of Object.getOwnPropertyNames(original)) {
    const found = Object.getOwnPropertyDescriptor(original, name)!;
    try {
      Object.defineProperty(promised, name, found);
    } catch (_) {
      /* engines fix some properties of functions */
    }
  }
  return promised;
}
promisify.custom = customPromisify;

/** The other way round: callback(error, value) for a function that gives a promise. */
function callbackify(original: any) {
  validateFunction(original, 'original');
  const called = function (this: any) {
    const self = this;
    const args = Array.prototype.slice.call(arguments);
    const callback: any = args.pop();
    validateFunction(callback, 'last argument');
    original.apply(this, args).then(
      function (value: unknown) {
        process.nextTick(function () {
          callback.call(self, null, value);
        });
      },
      function (reason: any) {
        let error = reason;
        if (!reason) {
          error = addCode(new Error('Promise was rejected with falsy value'), 'ERR_FALSY_VALUE_REJECTION');
          error.reason = reason;
        }
        process.nextTick(function () {
          callback.call(self, error);
        });
      },
    );
  };
  Object.defineProperty(called, 'name', { value: original.name + 'Callbackified', configurable: true });
  return called;
}

/** A function that prints to stderr when NODE_DEBUG names set. */
function debuglog(set: string) {
  const name = set.toUpperCase();
  const wanted = (process.env.NODE_DEBUG || '').toUpperCase().split(/[\s,]+/);
  const enabled = wanted.indexOf(name) >= 0 || wanted.indexOf('*') >= 0;
  const log: any = function () {
    if (!enabled) return;
    native('console').write(
      2,
      name + ' ' + process.pid + ': ' + require('./internal/inspect').format.apply(null, arguments) + '\n',
    );
  };
  log.enabled = enabled;
  return log;
}

function getSystemErrorName(code: unknown) {
  validateNumber(code, 'err');
  if (code >= 0 || !isInteger(code)) throw ERR_OUT_OF_RANGE('err', 'a negative integer', code);
  return systemErrorName(code);
}
function getSystemErrorMap() {
  return new Map(systemErrorMap());
}

function stripVTControlCharacters(text: unknown) {
  validateString(text, 'str');
  return text.replace(/[\u001b\u009b][[\]()#;?]*(?:\d{1,4}(?:;\d{0,4})*)?[\dA-PR-TZcf-nq-uy=><~]/g, '');
}

/* Old names that packages still use. */
const kinds = ['Boolean', 'String', 'Number', 'Symbol', 'Function', 'Undefined'] as const;

/** Modules of what util has from the first time that it is asked for. */
const modules = {
  inspect: 'inspect',
  format: 'inspect',
  formatWithOptions: 'inspect',
  TextEncoder: 'text',
  TextDecoder: 'text',
  toUSVString: 'text',
  types: 'types',
};

type Made = { [name in `is${(typeof kinds)[number]}`]: (value: unknown) => boolean } & Pick<
  typeof Inspect,
  'inspect' | 'format' | 'formatWithOptions'
> &
  Pick<typeof Text, 'TextEncoder' | 'TextDecoder' | 'toUSVString'> & { types: typeof Types };

const util = {
  inherits: inherits,
  deprecate: deprecate,
  promisify: promisify,
  callbackify: callbackify,
  debuglog: debuglog,
  debug: debuglog,
  getSystemErrorName: getSystemErrorName,
  getSystemErrorMap: getSystemErrorMap,
  stripVTControlCharacters: stripVTControlCharacters,
  /* Not Object.assign(), which takes symbols too: two emitters would then share what is known of one socket. */
  _extend: function (target: any, source: any) {
    if (source !== null && typeof source === 'object') {
      const keys = Object.keys(source);
      for (let i = keys.length - 1; i >= 0; i--) target[keys[i]] = source[keys[i]];
    }
    return target;
  },
  isArray: Array.isArray,
  isObject: function (value: unknown) {
    return value !== null && typeof value === 'object';
  },
  isNull: function (value: unknown) {
    return value === null;
  },
  isNullOrUndefined: function (value: unknown) {
    return value == null;
  },
  isPrimitive: function (value: unknown) {
    return value === null || (typeof value !== 'object' && typeof value !== 'function');
  },
  isBuffer: function (value: unknown): boolean {
    return require('./buffer').Buffer.isBuffer(value);
  },
  isDate: function (value: unknown) {
    return value instanceof Date;
  },
  isRegExp: function (value: unknown) {
    return value instanceof RegExp;
  },
  isError: function (value: unknown) {
    return value instanceof Error;
  },
};

/* Each gives way to what it has loaded. */
Object.keys(modules).forEach(function (name) {
  const set = function (value: unknown) {
    Object.defineProperty(util, name, { value: value, writable: true, enumerable: true, configurable: true });
    return value;
  };
  Object.defineProperty(util, name, {
    configurable: true,
    enumerable: true,
    get: function () {
      const loaded = require('internal/' + modules[name as keyof typeof modules]);
      return set(name === 'types' ? loaded : loaded[name]);
    },
    set: set,
  });
});

kinds.forEach(function (name) {
  const type = name.toLowerCase();
  (util as any)['is' + name] = function (value: unknown) {
    return typeof value === type;
  };
});

export = util as typeof util & Made;
