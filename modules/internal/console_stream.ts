/** process.stdout and process.stderr, made for the program that asks for them. */
import EventEmitter = require('../events');
import { ERR_INVALID_ARG_TYPE, addCode } from './errors';

type Callback = (...args: any[]) => void;

const ticks = native('process');

interface BufferModule {
  Buffer: {
    from(text: string, encoding: string): Uint8Array;
  };
}

export interface ConsoleStream extends EventEmitter {
  write(chunk: string | Uint8Array, encoding?: string | Callback, done?: Callback): boolean;
  end(chunk?: string | Uint8Array | Callback, encoding?: string | Callback, done?: Callback): this;
  fd: 1 | 2;
  isTTY: boolean;
  writable: boolean;
  _isStdio: boolean;
}

/** A console stream: each write is done when it returns, so there is no back pressure and nothing to wait for. */
export function consoleStream(fd: 1 | 2): ConsoleStream {
  const stream = new EventEmitter() as ConsoleStream;
  let ended = false;
  stream.fd = fd;
  stream._isStdio = true;
  stream.isTTY = false;
  stream.writable = true;
  stream.write = function (chunk: string | Uint8Array, encoding?: string | Callback, done?: Callback) {
    const callback = typeof encoding === 'function' ? encoding : done;
    if (ended) throw addCode(new Error('write after end'), 'ERR_STREAM_WRITE_AFTER_END');
    if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array))
      throw ERR_INVALID_ARG_TYPE('chunk', ['string', 'Buffer', 'Uint8Array'], chunk);
    if (typeof chunk !== 'string') {
      native('console').writeBytes(fd, chunk);
    } else if (typeof encoding !== 'string' || encoding === 'utf8') {
      native('console').write(fd, chunk);
    } else {
      const { Buffer } = require('../buffer') as BufferModule;
      native('console').writeBytes(fd, Buffer.from(chunk, encoding));
    }
    if (typeof callback === 'function') ticks.nextTick(callback, null);
    return true;
  };
  stream.end = function (chunk?: string | Uint8Array | Callback, encoding?: string | Callback, done?: Callback) {
    const callback = typeof chunk === 'function' ? chunk : typeof encoding === 'function' ? encoding : done;
    if (chunk !== undefined && chunk !== null && typeof chunk !== 'function') stream.write(chunk, encoding);
    ended = true;
    stream.writable = false;
    if (typeof callback === 'function') ticks.nextTick(callback);
    return stream;
  };
  return stream;
}
