/** runtime/bindings/buffer.c: what is too slow in script. Encodings are Node's names, lower case. */
export type NativeEncoding = 'utf8' | 'latin1' | 'ascii' | 'hex' | 'base64' | 'base64url' | 'utf16le';
export interface BufferBinding {
  /** The prototype that C gives to the Uint8Arrays it makes (datagrams), so that they are Buffers. */
  setPrototype(prototype: object): void;
  byteLength(text: string, encoding: NativeEncoding): number;
  /** Writes whole characters only; returns bytes written. */
  write(target: Uint8Array, text: string, offset: number, length: number, encoding: NativeEncoding): number;
  toString(source: Uint8Array, start: number, end: number, encoding: NativeEncoding): string;
  compare(a: Uint8Array, b: Uint8Array): -1 | 0 | 1;
  indexOf(haystack: Uint8Array, needle: Uint8Array, from: number): number;
  fill(target: Uint8Array, pattern: Uint8Array, start: number, end: number): void;
  copy(source: Uint8Array, target: Uint8Array, targetStart: number, sourceStart: number, sourceEnd: number): void;
}
