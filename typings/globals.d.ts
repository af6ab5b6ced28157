/**
 * Globals of every program. Names and shapes are those of @types/node 18, so that code typed against either compiles
 * against the other for all that is here.
 *
 * `URL`, `URLSearchParams`, `structuredClone`, `performance`, `atob`, `btoa` and `crypto` are in the image of an app
 * whose source names them, freely or as `globalThis.URL`. Globals of Node that are not here do not exist on a device:
 * `fetch`, `Blob`, `BroadcastChannel`, `MessageChannel`, `WebAssembly`.
 * `structuredClone()` transfers nothing: its option `transfer` with buffers is a `DataCloneError`, since neither engine
 * gives script a way to detach an `ArrayBuffer`. There is no `AsyncLocalStorage`: the engines do not tell of the
 * promises that a function waits for, and to lower each `await` for it would cost every app.
 *
 * One large thing that script asks for and that has no room in the script heap is a `RangeError`: a Buffer, an
 * `ArrayBuffer`, the text of a Buffer, `repeat()`, `padEnd()`, `split()`, `fill()`, `Array.from()` and the like.
 * All else that finds this heap full ends the program with exit code 70. On JerryScript that is also what becomes
 * of a large string by `+`, in a template or of `JSON.stringify()`, of `join()` with long elements, and of
 * replacing by a pattern; and of a large array by spread, `push()` or `map()` (runtime/engine/jerryscript/README.md
 * says why).
 */
type BufferEncoding =
  | 'ascii'
  | 'utf8'
  | 'utf-8'
  | 'utf16le'
  | 'utf-16le'
  | 'ucs2'
  | 'ucs-2'
  | 'base64'
  | 'base64url'
  | 'latin1'
  | 'binary'
  | 'hex';

/** Of an ES module: where its file is, seen from the app's folder, which is "/app". */
interface ImportMeta {
  url: string;
  filename: string;
  dirname: string;
}

interface SymbolConstructor {
  readonly dispose: unique symbol;
  readonly asyncDispose: unique symbol;
}

interface ErrorConstructor {
  /** Gives target a `stack`; frames above constructorOpt are left out where the engine knows them. */
  captureStackTrace(targetObject: object, constructorOpt?: Function): void;
}

declare namespace NodeJS {
  /** An error of the system: `code` is its name (`EADDRINUSE`), `errno` a negative number. */
  interface ErrnoException extends Error {
    errno?: number | undefined;
    code?: string | undefined;
    path?: string | undefined;
    syscall?: string | undefined;
  }

  type TypedArray =
    | Uint8Array
    | Uint8ClampedArray
    | Uint16Array
    | Uint32Array
    | Int8Array
    | Int16Array
    | Int32Array
    | BigUint64Array
    | BigInt64Array
    | Float32Array
    | Float64Array;
  type ArrayBufferView = TypedArray | DataView;

  interface Dict<T> {
    [key: string]: T | undefined;
  }
  interface ReadOnlyDict<T> {
    readonly [key: string]: T | undefined;
  }

  interface RefCounted {
    ref(): this;
    unref(): this;
  }

  interface EventEmitter {
    addListener(eventName: string | symbol, listener: (...args: any[]) => void): this;
    on(eventName: string | symbol, listener: (...args: any[]) => void): this;
    once(eventName: string | symbol, listener: (...args: any[]) => void): this;
    removeListener(eventName: string | symbol, listener: (...args: any[]) => void): this;
    off(eventName: string | symbol, listener: (...args: any[]) => void): this;
    removeAllListeners(event?: string | symbol): this;
    /** More listeners of one event than this are a warning; 0 is no limit. */
    setMaxListeners(n: number): this;
    getMaxListeners(): number;
    /** Copies: with `once()` wrappers taken off, or as they are. */
    listeners(eventName: string | symbol): Function[];
    rawListeners(eventName: string | symbol): Function[];
    /** Calls the listeners in order, at once. Returns whether there were any. */
    emit(eventName: string | symbol, ...args: any[]): boolean;
    listenerCount(eventName: string | symbol, listener?: Function): number;
    prependListener(eventName: string | symbol, listener: (...args: any[]) => void): this;
    prependOnceListener(eventName: string | symbol, listener: (...args: any[]) => void): this;
    eventNames(): Array<string | symbol>;
  }

  interface Module {
    exports: any;
    require: Require;
    id: string;
    filename: string;
    loaded: boolean;
    children: Module[];
    path: string;
    paths: string[];
  }

  interface Require {
    (id: string): any;
    cache: Dict<Module>;
    main: Module | undefined;
  }
}

interface NodeRequire extends NodeJS.Require {}
interface NodeModule extends NodeJS.Module {}

declare var require: NodeRequire;
declare var module: NodeModule;
declare var exports: any;
declare var __filename: string;
declare var __dirname: string;
declare var global: typeof globalThis;

/** A deep copy. Nothing can be transferred. Of symbols and functions: a `DataCloneError`. */
declare function structuredClone<T>(value: T, options?: { transfer?: readonly any[] | undefined }): T;
/** Base64 of text whose characters are bytes, and back. */
declare function btoa(data: string): string;
declare function atob(data: string): string;
declare var crypto: typeof globalThis extends { crypto: infer T; onmessage: any }
  ? T
  : { getRandomValues<T extends NodeJS.ArrayBufferView>(array: T): T; randomUUID(): string };

/** Runs callback after the present script, with the promise jobs. */
declare function queueMicrotask(callback: () => void): void;

interface EventListenerOptions {
  capture?: boolean | undefined;
}
interface AddEventListenerOptions extends EventListenerOptions {
  once?: boolean | undefined;
  passive?: boolean | undefined;
}
interface EventListener {
  (evt: Event): void;
}
interface EventListenerObject {
  handleEvent(object: Event): void;
}
interface EventInit {
  bubbles?: boolean | undefined;
  cancelable?: boolean | undefined;
  composed?: boolean | undefined;
}

interface Event {
  readonly bubbles: boolean;
  cancelBubble: boolean;
  readonly cancelable: boolean;
  readonly composed: boolean;
  composedPath(): EventTarget[];
  readonly currentTarget: EventTarget | null;
  readonly defaultPrevented: boolean;
  readonly eventPhase: number;
  readonly isTrusted: boolean;
  preventDefault(): void;
  returnValue: boolean;
  readonly srcElement: EventTarget | null;
  stopImmediatePropagation(): void;
  stopPropagation(): void;
  readonly target: EventTarget | null;
  /** Milliseconds since the program's start. */
  readonly timeStamp: number;
  readonly type: string;
}
declare var Event: typeof globalThis extends { onmessage: any; Event: infer T }
  ? T
  : { prototype: Event; new (type: string, eventInitDict?: EventInit): Event };

interface EventTarget {
  addEventListener(
    type: string,
    listener: EventListener | EventListenerObject,
    options?: AddEventListenerOptions | boolean,
  ): void;
  /** What a listener throws becomes an uncaught exception. Returns false when the event was cancelled. */
  dispatchEvent(event: Event): boolean;
  removeEventListener(
    type: string,
    listener: EventListener | EventListenerObject,
    options?: EventListenerOptions | boolean,
  ): void;
}
declare var EventTarget: typeof globalThis extends { onmessage: any; EventTarget: infer T }
  ? T
  : { prototype: EventTarget; new (): EventTarget };

interface AbortController {
  readonly signal: AbortSignal;
  /** Aborts the signal, once; without a reason it is an `AbortError`. */
  abort(reason?: any): void;
}
declare var AbortController: typeof globalThis extends { onmessage: any; AbortController: infer T }
  ? T
  : { prototype: AbortController; new (): AbortController };

interface AbortSignal extends EventTarget {
  readonly aborted: boolean;
  readonly reason: any;
  onabort: null | ((this: AbortSignal, event: Event) => any);
  throwIfAborted(): void;
}
declare var AbortSignal: typeof globalThis extends { onmessage: any; AbortSignal: infer T }
  ? T
  : {
      prototype: AbortSignal;
      new (): AbortSignal;
      abort(reason?: any): AbortSignal;
      /** Aborts with a `TimeoutError` after so many milliseconds; does not keep the program running. */
      timeout(milliseconds: number): AbortSignal;
      any(signals: AbortSignal[]): AbortSignal;
    };

interface DOMException extends Error {
  readonly code: number;
  readonly message: string;
  readonly name: string;
}
declare var DOMException: typeof globalThis extends { onmessage: any; DOMException: infer T }
  ? T
  : { prototype: DOMException; new (message?: string, name?: string): DOMException };
