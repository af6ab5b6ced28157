/**
 * `buffer`, with the API of Node 18: bytes as a `Uint8Array` with methods for text and numbers.
 *
 * Differences from Node: every Buffer has memory of its own, zeroed, also from `allocUnsafe()` (there is no pool);
 * without memory for it a `RangeError` is thrown; the longest is 2 ** 31 - 1 bytes. `transcode`, `atob` and `btoa` come
 * along where a file that requires `buffer` names them. No `Blob`, `File`, `Buffer.copyBytesFrom`; `util.inspect()`
 * shows the bytes without properties of one's own.
 */
declare module 'buffer' {
  /** Bytes that `util.inspect()` shows of a Buffer. */
  export let INSPECT_MAX_BYTES: number;
  export const kMaxLength: number;
  export const kStringMaxLength: number;
  export const constants: { MAX_LENGTH: number; MAX_STRING_LENGTH: number };
  export const SlowBuffer: { new (size: number): Buffer; prototype: Buffer };
  export function isUtf8(input: Buffer | ArrayBuffer | NodeJS.TypedArray): boolean;
  export function isAscii(input: Buffer | ArrayBuffer | NodeJS.TypedArray): boolean;
  type TranscodeEncoding = 'ascii' | 'utf8' | 'utf-8' | 'utf16le' | 'utf-16le' | 'ucs2' | 'ucs-2' | 'latin1' | 'binary';
  /** What the other encoding lacks becomes "?". */
  export function transcode(source: Uint8Array, fromEnc: TranscodeEncoding, toEnc: TranscodeEncoding): Buffer;
  export function btoa(data: string): string;
  export function atob(data: string): string;
  export { Buffer };

  global {
    type WithImplicitCoercion<T> = T | { valueOf(): T };

    interface BufferConstructor {
      /** @deprecated `Buffer.from()` or `Buffer.alloc()`; warns once. */
      new (str: string, encoding?: BufferEncoding): Buffer<ArrayBuffer>;
      new (size: number): Buffer<ArrayBuffer>;
      new (array: Uint8Array | readonly any[]): Buffer<ArrayBuffer>;
      new <TArrayBuffer extends ArrayBufferLike = ArrayBuffer>(arrayBuffer: TArrayBuffer): Buffer<TArrayBuffer>;
      /** A copy of the bytes of text, an array, another Buffer; a view of an ArrayBuffer. */
      from(
        arrayBuffer: WithImplicitCoercion<ArrayBuffer | SharedArrayBuffer>,
        byteOffset?: number,
        length?: number,
      ): Buffer<ArrayBuffer>;
      from(data: Uint8Array | readonly number[]): Buffer<ArrayBuffer>;
      from(data: WithImplicitCoercion<Uint8Array | readonly number[] | string>): Buffer<ArrayBuffer>;
      from(
        str: WithImplicitCoercion<string> | { [Symbol.toPrimitive](hint: 'string'): string },
        encoding?: BufferEncoding,
      ): Buffer<ArrayBuffer>;
      of(...items: number[]): Buffer<ArrayBuffer>;
      isBuffer(obj: any): obj is Buffer;
      isEncoding(encoding: string): encoding is BufferEncoding;
      /** Bytes that text takes. */
      byteLength(
        string: string | Buffer | NodeJS.ArrayBufferView | ArrayBuffer | SharedArrayBuffer,
        encoding?: BufferEncoding,
      ): number;
      /** One Buffer of all, cut or filled with zeros to totalLength. */
      concat(list: readonly Uint8Array[], totalLength?: number): Buffer<ArrayBuffer>;
      compare(buf1: Uint8Array, buf2: Uint8Array): -1 | 0 | 1;
      /** Zeros, or fill repeated. */
      alloc(size: number, fill?: string | Uint8Array | number, encoding?: BufferEncoding): Buffer<ArrayBuffer>;
      allocUnsafe(size: number): Buffer<ArrayBuffer>;
      allocUnsafeSlow(size: number): Buffer<ArrayBuffer>;
      poolSize: number;
    }

    interface Buffer<TArrayBuffer extends ArrayBufferLike = ArrayBufferLike> extends Uint8Array<TArrayBuffer> {
      /** Writes the whole characters that fit; returns the bytes written. */
      write(string: string, encoding?: BufferEncoding): number;
      write(string: string, offset: number, encoding?: BufferEncoding): number;
      write(string: string, offset: number, length: number, encoding?: BufferEncoding): number;
      /** Bytes that are not of the encoding become U+FFFD. */
      toString(encoding?: BufferEncoding, start?: number, end?: number): string;
      toJSON(): { type: 'Buffer'; data: number[] };
      equals(otherBuffer: Uint8Array): boolean;
      compare(
        target: Uint8Array,
        targetStart?: number,
        targetEnd?: number,
        sourceStart?: number,
        sourceEnd?: number,
      ): -1 | 0 | 1;
      /** Copies what fits; returns the bytes copied. */
      copy(target: Uint8Array, targetStart?: number, sourceStart?: number, sourceEnd?: number): number;
      /** A view of the same memory. */
      slice(start?: number, end?: number): Buffer<ArrayBuffer>;
      subarray(start?: number, end?: number): Buffer<TArrayBuffer>;
      /** Numbers: `offset` is in bytes; a write returns the offset behind it. */
      writeBigInt64BE(value: bigint, offset?: number): number;
      writeBigInt64LE(value: bigint, offset?: number): number;
      writeBigUInt64BE(value: bigint, offset?: number): number;
      writeBigUint64BE(value: bigint, offset?: number): number;
      writeBigUInt64LE(value: bigint, offset?: number): number;
      writeBigUint64LE(value: bigint, offset?: number): number;
      writeUIntLE(value: number, offset: number, byteLength: number): number;
      writeUintLE(value: number, offset: number, byteLength: number): number;
      writeUIntBE(value: number, offset: number, byteLength: number): number;
      writeUintBE(value: number, offset: number, byteLength: number): number;
      writeIntLE(value: number, offset: number, byteLength: number): number;
      writeIntBE(value: number, offset: number, byteLength: number): number;
      writeUInt8(value: number, offset?: number): number;
      writeUint8(value: number, offset?: number): number;
      writeUInt16LE(value: number, offset?: number): number;
      writeUint16LE(value: number, offset?: number): number;
      writeUInt16BE(value: number, offset?: number): number;
      writeUint16BE(value: number, offset?: number): number;
      writeUInt32LE(value: number, offset?: number): number;
      writeUint32LE(value: number, offset?: number): number;
      writeUInt32BE(value: number, offset?: number): number;
      writeUint32BE(value: number, offset?: number): number;
      writeInt8(value: number, offset?: number): number;
      writeInt16LE(value: number, offset?: number): number;
      writeInt16BE(value: number, offset?: number): number;
      writeInt32LE(value: number, offset?: number): number;
      writeInt32BE(value: number, offset?: number): number;
      writeFloatLE(value: number, offset?: number): number;
      writeFloatBE(value: number, offset?: number): number;
      writeDoubleLE(value: number, offset?: number): number;
      writeDoubleBE(value: number, offset?: number): number;
      readBigUInt64BE(offset?: number): bigint;
      readBigUint64BE(offset?: number): bigint;
      readBigUInt64LE(offset?: number): bigint;
      readBigUint64LE(offset?: number): bigint;
      readBigInt64BE(offset?: number): bigint;
      readBigInt64LE(offset?: number): bigint;
      readUIntLE(offset: number, byteLength: number): number;
      readUintLE(offset: number, byteLength: number): number;
      readUIntBE(offset: number, byteLength: number): number;
      readUintBE(offset: number, byteLength: number): number;
      readIntLE(offset: number, byteLength: number): number;
      readIntBE(offset: number, byteLength: number): number;
      readUInt8(offset?: number): number;
      readUint8(offset?: number): number;
      readUInt16LE(offset?: number): number;
      readUint16LE(offset?: number): number;
      readUInt16BE(offset?: number): number;
      readUint16BE(offset?: number): number;
      readUInt32LE(offset?: number): number;
      readUint32LE(offset?: number): number;
      readUInt32BE(offset?: number): number;
      readUint32BE(offset?: number): number;
      readInt8(offset?: number): number;
      readInt16LE(offset?: number): number;
      readInt16BE(offset?: number): number;
      readInt32LE(offset?: number): number;
      readInt32BE(offset?: number): number;
      readFloatLE(offset?: number): number;
      readFloatBE(offset?: number): number;
      readDoubleLE(offset?: number): number;
      readDoubleBE(offset?: number): number;
      reverse(): this;
      /** Reverse the bytes of each group, in place. */
      swap16(): this;
      swap32(): this;
      swap64(): this;
      fill(value: string | Uint8Array | number, offset?: number, end?: number, encoding?: BufferEncoding): this;
      fill(value: string | Uint8Array | number, offset: number, encoding: BufferEncoding): this;
      fill(value: string | Uint8Array | number, encoding: BufferEncoding): this;
      /** The first place of value at or after byteOffset, -1 for none; a negative offset counts from the end. */
      indexOf(value: string | number | Uint8Array, byteOffset?: number, encoding?: BufferEncoding): number;
      indexOf(value: string | number | Uint8Array, encoding: BufferEncoding): number;
      lastIndexOf(value: string | number | Uint8Array, byteOffset?: number, encoding?: BufferEncoding): number;
      lastIndexOf(value: string | number | Uint8Array, encoding: BufferEncoding): number;
      includes(value: string | number | Buffer, byteOffset?: number, encoding?: BufferEncoding): boolean;
      includes(value: string | number | Buffer, encoding: BufferEncoding): boolean;
    }

    var Buffer: BufferConstructor;
  }
}
declare module 'node:buffer' {
  export * from 'buffer';
}
