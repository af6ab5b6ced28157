/**
 * `stream` and `stream/promises`, with the API of Node 18. A library module (npm's readable-stream, which is Node's own
 * code): it is in the image of an app that requires it, and the largest of them (`make size` says how large).
 *
 * Differences from Node: no web streams (`toWeb()`, `fromWeb()`), no `Blob`.
 */
declare module 'stream' {
  import EventEmitter = require('events');

  interface StreamOptions<T extends Stream> {
    highWaterMark?: number | undefined;
    objectMode?: boolean | undefined;
    emitClose?: boolean | undefined;
    autoDestroy?: boolean | undefined;
    signal?: AbortSignal | undefined;
    construct?(this: T, callback: (error?: Error | null) => void): void;
    destroy?(this: T, error: Error | null, callback: (error?: Error | null) => void): void;
  }
  interface ReadableOptions extends StreamOptions<Readable> {
    encoding?: BufferEncoding | undefined;
    read?(this: Readable, size: number): void;
  }
  interface WritableOptions extends StreamOptions<Writable> {
    decodeStrings?: boolean | undefined;
    defaultEncoding?: BufferEncoding | undefined;
    write?(this: Writable, chunk: any, encoding: BufferEncoding, callback: (error?: Error | null) => void): void;
    writev?(
      this: Writable,
      chunks: Array<{ chunk: any; encoding: BufferEncoding }>,
      callback: (error?: Error | null) => void,
    ): void;
    final?(this: Writable, callback: (error?: Error | null) => void): void;
  }
  interface DuplexOptions
    extends
      Omit<ReadableOptions, 'construct' | 'destroy' | 'read'>,
      Omit<WritableOptions, 'construct' | 'destroy' | 'write' | 'writev' | 'final'> {
    allowHalfOpen?: boolean | undefined;
    readableObjectMode?: boolean | undefined;
    writableObjectMode?: boolean | undefined;
    readableHighWaterMark?: number | undefined;
    writableHighWaterMark?: number | undefined;
    construct?(this: Duplex, callback: (error?: Error | null) => void): void;
    read?(this: Duplex, size: number): void;
    write?(this: Duplex, chunk: any, encoding: BufferEncoding, callback: (error?: Error | null) => void): void;
    writev?(
      this: Duplex,
      chunks: Array<{ chunk: any; encoding: BufferEncoding }>,
      callback: (error?: Error | null) => void,
    ): void;
    final?(this: Duplex, callback: (error?: Error | null) => void): void;
    destroy?(this: Duplex, error: Error | null, callback: (error?: Error | null) => void): void;
  }
  type TransformCallback = (error?: Error | null, data?: any) => void;
  interface TransformOptions extends DuplexOptions {
    transform?(this: Transform, chunk: any, encoding: BufferEncoding, callback: TransformCallback): void;
    flush?(this: Transform, callback: TransformCallback): void;
  }
  interface FinishedOptions {
    error?: boolean | undefined;
    readable?: boolean | undefined;
    writable?: boolean | undefined;
    signal?: AbortSignal | undefined;
  }

  class Stream extends EventEmitter {
    constructor(opts?: object);
    pipe<T extends NodeJS.EventEmitter>(destination: T, options?: { end?: boolean | undefined }): T;
  }
  class Readable extends Stream implements AsyncIterable<any> {
    constructor(opts?: ReadableOptions);
    static from(iterable: Iterable<any> | AsyncIterable<any>, options?: ReadableOptions): Readable;
    static isDisturbed(stream: Readable): boolean;
    readonly readableAborted: boolean;
    readonly readableDidRead: boolean;
    readonly readableEncoding: BufferEncoding | null;
    readonly readableEnded: boolean;
    readonly readableFlowing: boolean | null;
    readonly readableHighWaterMark: number;
    readonly readableLength: number;
    readonly readableObjectMode: boolean;
    readable: boolean;
    destroyed: boolean;
    readonly closed: boolean;
    readonly errored: Error | null;
    _construct?(callback: (error?: Error | null) => void): void;
    _read(size: number): void;
    _destroy(error: Error | null, callback: (error?: Error | null) => void): void;
    read(size?: number): any;
    setEncoding(encoding: BufferEncoding): this;
    pause(): this;
    resume(): this;
    isPaused(): boolean;
    unpipe(destination?: NodeJS.EventEmitter): this;
    unshift(chunk: any, encoding?: BufferEncoding): void;
    wrap(stream: NodeJS.EventEmitter): this;
    push(chunk: any, encoding?: BufferEncoding): boolean;
    destroy(error?: Error): this;
    [Symbol.asyncIterator](): AsyncIterableIterator<any>;
  }
  class Writable extends Stream {
    constructor(opts?: WritableOptions);
    readonly writable: boolean;
    readonly writableEnded: boolean;
    readonly writableFinished: boolean;
    readonly writableHighWaterMark: number;
    readonly writableLength: number;
    readonly writableObjectMode: boolean;
    readonly writableCorked: number;
    readonly writableNeedDrain: boolean;
    destroyed: boolean;
    readonly closed: boolean;
    readonly errored: Error | null;
    _write(chunk: any, encoding: BufferEncoding, callback: (error?: Error | null) => void): void;
    _writev?(chunks: Array<{ chunk: any; encoding: BufferEncoding }>, callback: (error?: Error | null) => void): void;
    _construct?(callback: (error?: Error | null) => void): void;
    _destroy(error: Error | null, callback: (error?: Error | null) => void): void;
    _final(callback: (error?: Error | null) => void): void;
    write(chunk: any, callback?: (error: Error | null | undefined) => void): boolean;
    write(chunk: any, encoding: BufferEncoding, callback?: (error: Error | null | undefined) => void): boolean;
    setDefaultEncoding(encoding: BufferEncoding): this;
    end(cb?: () => void): this;
    end(chunk: any, cb?: () => void): this;
    end(chunk: any, encoding: BufferEncoding, cb?: () => void): this;
    cork(): void;
    uncork(): void;
    destroy(error?: Error): this;
  }
  interface Duplex extends Readable {}
  class Duplex extends Writable {
    constructor(opts?: DuplexOptions);
    static from(src: any): Duplex;
    allowHalfOpen: boolean;
    destroy(error?: Error): this;
    _destroy(error: Error | null, callback: (error?: Error | null) => void): void;
    _construct?(callback: (error?: Error | null) => void): void;
    destroyed: boolean;
    readonly closed: boolean;
    readonly errored: Error | null;
    pipe<T extends NodeJS.EventEmitter>(destination: T, options?: { end?: boolean | undefined }): T;
  }
  class Transform extends Duplex {
    constructor(opts?: TransformOptions);
    _transform(chunk: any, encoding: BufferEncoding, callback: TransformCallback): void;
    _flush(callback: TransformCallback): void;
  }
  class PassThrough extends Transform {}

  function finished(
    stream: Readable | Writable,
    options: FinishedOptions,
    callback: (err?: NodeJS.ErrnoException | null) => void,
  ): () => void;
  function finished(stream: Readable | Writable, callback: (err?: NodeJS.ErrnoException | null) => void): () => void;
  /** pipeline(source, ...transforms, destination, callback), or the streams in an array. */
  function pipeline(...streams: [...streams: any[], callback: (err: NodeJS.ErrnoException | null) => void]): any;
  function addAbortSignal<T extends Stream>(signal: AbortSignal, stream: T): T;
  function isErrored(stream: Readable | Writable): boolean;
  function isReadable(stream: Readable): boolean;
  function compose(...streams: any[]): Duplex;
  function getDefaultHighWaterMark(objectMode: boolean): number;
  function setDefaultHighWaterMark(objectMode: boolean, value: number): void;
  const promises: typeof import('stream/promises');
}
declare module 'stream/promises' {
  import { FinishedOptions, Readable, Writable } from 'stream';

  function finished(stream: Readable | Writable, options?: FinishedOptions): Promise<void>;
  /** pipeline(source, ...transforms, destination[, { signal, end }]) */
  function pipeline(...streams: any[]): Promise<any>;
}
declare module 'node:stream' {
  export * from 'stream';
}
declare module 'node:stream/promises' {
  export * from 'stream/promises';
}
