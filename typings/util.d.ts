/**
 * `util`, with the API of Node 18.
 *
 * Differences from Node: no colours; `showProxy` changes nothing; the contents of map and set iterators are not
 * shown; `inspect()` leaves out what is in objects once it has shown 262,144 characters at one depth (Node: 2 ** 27);
 * `types.*` go by an object's `Symbol.toStringTag`; `TextDecoder` knows UTF-8, UTF-16LE and windows-1252 ("latin1").
 * `isDeepStrictEqual`, `parseArgs`, `log`, `inspect.colors` and `inspect.styles` come along where a file that requires
 * `util` names them. No `MIMEType`, `aborted`, `transferableAbortController`, `styleText`.
 */
declare module 'util' {
  export interface InspectOptions {
    getters?: 'get' | 'set' | boolean | undefined;
    showHidden?: boolean | undefined;
    /** Levels below the outermost; `null` or Infinity for all. */
    depth?: number | null | undefined;
    colors?: boolean | undefined;
    customInspect?: boolean | undefined;
    showProxy?: boolean | undefined;
    maxArrayLength?: number | null | undefined;
    maxStringLength?: number | null | undefined;
    breakLength?: number | undefined;
    compact?: boolean | number | undefined;
    sorted?: boolean | ((a: string, b: string) => number) | undefined;
    numericSeparator?: boolean | undefined;
  }
  export interface InspectOptionsStylized extends InspectOptions {
    stylize(text: string, styleType: string): string;
  }
  export type CustomInspectFunction = (depth: number, options: InspectOptionsStylized) => any;

  export function inspect(object: any, showHidden?: boolean, depth?: number | null, color?: boolean): string;
  export function inspect(object: any, options?: InspectOptions): string;
  export namespace inspect {
    let defaultOptions: InspectOptions;
    let colors: NodeJS.Dict<[number, number]>;
    let styles: { [name: string]: string };
    const custom: unique symbol;
  }

  /** Text as `console.log()` prints it: `%s %d %i %f %j %o %O %c %%`. */
  export function format(format?: any, ...param: any[]): string;
  export function formatWithOptions(inspectOptions: InspectOptions, format?: any, ...param: any[]): string;
  interface ParseArgsOption {
    type: 'string' | 'boolean';
    multiple?: boolean | undefined;
    short?: string | undefined;
    default?: string | boolean | string[] | boolean[] | undefined;
  }
  interface ParseArgsConfig {
    args?: string[] | undefined;
    options?: { [longOption: string]: ParseArgsOption } | undefined;
    strict?: boolean | undefined;
    allowPositionals?: boolean | undefined;
    tokens?: boolean | undefined;
  }
  export function parseArgs(config?: ParseArgsConfig): {
    values: { [longOption: string]: undefined | string | boolean | Array<string | boolean> };
    positionals: string[];
    tokens?: object[];
  };

  /** 'EINVAL' for -22. */
  export function getSystemErrorName(err: number): string;
  export function getSystemErrorMap(): Map<number, [string, string]>;
  export function inherits(constructor: unknown, superConstructor: unknown): void;
  export function deprecate<T extends Function>(fn: T, msg: string, code?: string): T;
  export function isDeepStrictEqual(val1: unknown, val2: unknown): boolean;
  export function stripVTControlCharacters(str: string): string;
  export function toUSVString(string: string): string;

  export type DebugLoggerFunction = (msg: string, ...param: unknown[]) => void;
  export interface DebugLogger extends DebugLoggerFunction {
    enabled: boolean;
  }
  /** Prints to stderr when the environment's NODE_DEBUG names section. */
  export function debuglog(section: string, callback?: (fn: DebugLoggerFunction) => void): DebugLogger;
  export const debug: typeof debuglog;

  export interface CustomPromisifyLegacy<TCustom extends Function> extends Function {
    __promisify__: TCustom;
  }
  export interface CustomPromisifySymbol<TCustom extends Function> extends Function {
    [promisify.custom]: TCustom;
  }
  export type CustomPromisify<TCustom extends Function> =
    CustomPromisifySymbol<TCustom> | CustomPromisifyLegacy<TCustom>;
  /** A function that gives a promise, of one whose last argument is a callback. */
  export function promisify<TCustom extends Function>(fn: CustomPromisify<TCustom>): TCustom;
  export function promisify<TResult>(
    fn: (callback: (err: any, result: TResult) => void) => void,
  ): () => Promise<TResult>;
  export function promisify(fn: (callback: (err?: any) => void) => void): () => Promise<void>;
  export function promisify<T1, TResult>(
    fn: (arg1: T1, callback: (err: any, result: TResult) => void) => void,
  ): (arg1: T1) => Promise<TResult>;
  export function promisify<T1>(fn: (arg1: T1, callback: (err?: any) => void) => void): (arg1: T1) => Promise<void>;
  export function promisify<T1, T2, TResult>(
    fn: (arg1: T1, arg2: T2, callback: (err: any, result: TResult) => void) => void,
  ): (arg1: T1, arg2: T2) => Promise<TResult>;
  export function promisify<T1, T2>(
    fn: (arg1: T1, arg2: T2, callback: (err?: any) => void) => void,
  ): (arg1: T1, arg2: T2) => Promise<void>;
  export function promisify(fn: Function): Function;
  export namespace promisify {
    const custom: unique symbol;
  }
  export function callbackify<TResult>(
    fn: () => Promise<TResult>,
  ): (callback: (err: NodeJS.ErrnoException, result: TResult) => void) => void;
  export function callbackify<T1, TResult>(
    fn: (arg1: T1) => Promise<TResult>,
  ): (arg1: T1, callback: (err: NodeJS.ErrnoException, result: TResult) => void) => void;
  export function callbackify<T1, T2, TResult>(
    fn: (arg1: T1, arg2: T2) => Promise<TResult>,
  ): (arg1: T1, arg2: T2, callback: (err: NodeJS.ErrnoException | null, result: TResult) => void) => void;

  export class TextDecoder {
    readonly encoding: string;
    readonly fatal: boolean;
    readonly ignoreBOM: boolean;
    constructor(encoding?: string, options?: { fatal?: boolean | undefined; ignoreBOM?: boolean | undefined });
    decode(input?: NodeJS.ArrayBufferView | ArrayBuffer | null, options?: { stream?: boolean | undefined }): string;
  }
  export interface EncodeIntoResult {
    /** UTF-16 code units read. */
    read: number;
    /** Bytes written. */
    written: number;
  }
  export class TextEncoder {
    readonly encoding: string;
    encode(input?: string): Uint8Array;
    encodeInto(src: string, dest: Uint8Array): EncodeIntoResult;
  }

  import types = require('util/types');
  export { types };

  import { TextDecoder as _TextDecoder, TextEncoder as _TextEncoder } from 'util';
  global {
    var TextDecoder: typeof globalThis extends { onmessage: any; TextDecoder: infer T } ? T : typeof _TextDecoder;
    var TextEncoder: typeof globalThis extends { onmessage: any; TextEncoder: infer T } ? T : typeof _TextEncoder;
  }

  /** @deprecated */ export function isArray(object: unknown): object is any[];
  /** @deprecated */ export function isBoolean(object: unknown): object is boolean;
  /** @deprecated */ export function isBuffer(object: unknown): object is Buffer;
  /** @deprecated */ export function isDate(object: unknown): object is Date;
  /** @deprecated */ export function isError(object: unknown): object is Error;
  /** @deprecated */ export function isFunction(object: unknown): boolean;
  /** @deprecated */ export function isNull(object: unknown): object is null;
  /** @deprecated */ export function isNullOrUndefined(object: unknown): object is null | undefined;
  /** @deprecated */ export function isNumber(object: unknown): object is number;
  /** @deprecated */ export function isObject(object: unknown): boolean;
  /** @deprecated Comes along where a file that requires `util` names it. */
  export function log(...message: unknown[]): void;
  /** @deprecated */ export function isPrimitive(object: unknown): boolean;
  /** @deprecated */ export function isRegExp(object: unknown): object is RegExp;
  /** @deprecated */ export function isString(object: unknown): object is string;
  /** @deprecated */ export function isSymbol(object: unknown): object is symbol;
  /** @deprecated */ export function isUndefined(object: unknown): object is undefined;
}
declare module 'util/types' {
  function isAnyArrayBuffer(object: unknown): object is ArrayBufferLike;
  function isArgumentsObject(object: unknown): object is IArguments;
  function isArrayBuffer(object: unknown): object is ArrayBuffer;
  function isArrayBufferView(object: unknown): object is NodeJS.ArrayBufferView;
  function isAsyncFunction(object: unknown): boolean;
  function isBigIntObject(object: unknown): object is BigInt;
  function isBigInt64Array(value: unknown): value is BigInt64Array;
  function isBigUint64Array(value: unknown): value is BigUint64Array;
  function isBooleanObject(object: unknown): object is Boolean;
  function isBoxedPrimitive(object: unknown): object is String | Number | BigInt | Boolean | Symbol;
  function isDataView(object: unknown): object is DataView;
  function isDate(object: unknown): object is Date;
  function isExternal(object: unknown): boolean;
  function isFloat32Array(object: unknown): object is Float32Array;
  function isFloat64Array(object: unknown): object is Float64Array;
  function isGeneratorFunction(object: unknown): object is GeneratorFunction;
  function isGeneratorObject(object: unknown): object is Generator;
  function isInt16Array(object: unknown): object is Int16Array;
  function isInt32Array(object: unknown): object is Int32Array;
  function isInt8Array(object: unknown): object is Int8Array;
  function isMap(object: unknown): object is Map<any, any>;
  function isMapIterator(object: unknown): boolean;
  function isModuleNamespaceObject(value: unknown): boolean;
  function isNativeError(object: unknown): object is Error;
  function isNumberObject(object: unknown): object is Number;
  function isPromise(object: unknown): object is Promise<any>;
  function isProxy(object: unknown): boolean;
  function isRegExp(object: unknown): object is RegExp;
  function isSet(object: unknown): object is Set<any>;
  function isSetIterator(object: unknown): boolean;
  function isSharedArrayBuffer(object: unknown): object is SharedArrayBuffer;
  function isStringObject(object: unknown): object is String;
  function isSymbolObject(object: unknown): object is Symbol;
  function isTypedArray(object: unknown): object is NodeJS.TypedArray;
  function isUint16Array(object: unknown): object is Uint16Array;
  function isUint32Array(object: unknown): object is Uint32Array;
  function isUint8Array(object: unknown): object is Uint8Array;
  function isUint8ClampedArray(object: unknown): object is Uint8ClampedArray;
  function isWeakMap(object: unknown): object is WeakMap<any, any>;
  function isWeakSet(object: unknown): object is WeakSet<any>;
}
declare module 'node:util' {
  export * from 'util';
}
declare module 'node:util/types' {
  export * from 'util/types';
}
