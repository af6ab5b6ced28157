/**
 * runtime/bindings/buffer.c: what is too slow in script. Encodings are numbers: 0 utf8, 1 utf16le, 2 latin1,
 * 3 ascii, 4 base64, 5 base64url, 6 hex. Offsets and lengths are in bytes, whole numbers below 2 ** 32.
 */
export interface BufferBinding {
  /**
   * Puts read*, write* (but those of BigInt), subarray and slice on prototype, and gives it to all Uint8Arrays
   * that C makes from now on, datagrams among them. fail must throw: it is called when offset or value does not
   * fit a number of size bytes, flags 1 big endian, 2 signed, 4 floating point, 8 a write. With size 0, the
   * byteLength of a call is wrong: it is in offset's place, and the offset in value's.
   */
  setup(
    prototype: object,
    fail: (buffer: Uint8Array, size: number, flags: number, offset: unknown, value: unknown) => never,
  ): void;
  /** A zeroed Buffer. Throws a RangeError when there is no memory for it. */
  create(size: number): Uint8Array;
  /** A Buffer of text's bytes. Text that is not of the encoding ends it (hex) or is skipped (base64). */
  fromText(text: string, encoding: number): Uint8Array;
  /** Exact but for hex and base64, where it is the most that text can give. */
  byteLength(text: string, encoding: number): number;
  /** Writes whole characters only; returns bytes written. */
  write(target: Uint8Array, text: string, offset: number, length: number, encoding: number): number;
  /** Absent: from 0, to the end. Bad UTF-8 becomes U+FFFD. */
  toText(source: ArrayBufferView | ArrayBuffer, encoding: number, start?: number, end?: number): string;
  isUtf8(source: ArrayBufferView | ArrayBuffer): boolean;
  compare(a: ArrayBufferView, b: ArrayBufferView): -1 | 0 | 1;
  /** The first (forward) or last place from `from` on, in steps of step bytes; -1: none. */
  indexOf(haystack: ArrayBufferView, needle: ArrayBufferView, from: number, forward: boolean, step: number): number;
  /** Repeats pattern, which is not empty. */
  fill(target: ArrayBufferView, pattern: ArrayBufferView, start: number, end: number): void;
  /** Copies what fits; returns bytes copied. The two may overlap. */
  copy(
    source: ArrayBufferView,
    target: ArrayBufferView,
    targetStart: number,
    sourceStart: number,
    sourceEnd: number,
  ): number;
  /** Reverses the bytes of each group of width. */
  swap(target: ArrayBufferView, width: number): void;
}
