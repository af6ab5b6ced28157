/** The global `crypto`: getRandomValues() and randomUUID(). */
import native = require('#native');
import { isAnyArrayBuffer } from '#internal/validators';
import { domException } from './dom_exception';

const integers = /^(?:(?:Int|Uint)(?:8|16|32)Array|Uint8ClampedArray|Big(?:Int|Uint)64Array)$/;
const MOST = 65536;

function getRandomValues<T extends ArrayBufferView>(view: T): T {
  const kind = Object.prototype.toString.call(view).slice(8, -1);
  if (!ArrayBuffer.isView(view) || isAnyArrayBuffer(view) || !integers.test(kind))
    throw domException('The data argument must be an integer-type TypedArray', 'TypeMismatchError', 17);
  if (view.byteLength > MOST) {
    throw domException(
      `The requested length exceeds ${MOST} bytes: it is ${view.byteLength}`,
      'QuotaExceededError',
      22,
    );
  }
  if (view.byteLength > 0) native('os').randomFill(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
  return view;
}

/** RFC 4122, version 4. */
function randomUUID(): string {
  const bytes = Buffer.alloc(16);
  native('os').randomFill(bytes);
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return [
    bytes.toString('hex', 0, 4),
    bytes.toString('hex', 4, 6),
    bytes.toString('hex', 6, 8),
    bytes.toString('hex', 8, 10),
    bytes.toString('hex', 10),
  ].join('-');
}

export const crypto = { getRandomValues, randomUUID };
