/**
 * `crypto`, with the API of Node 18, as far as a device goes. A library module: it is in the image of an app that
 * requires it; `createHash()`, `createHmac()` and `getHashes()` come along where a file names them.
 *
 * Differences from Node: the hashes are md5, sha1 and sha256, and are no streams. All other functions refuse by their
 * name when they are called. Random bytes are of the board's source (runtime/include/port.h says which).
 */
declare module 'crypto' {
  type BinaryLike = string | NodeJS.ArrayBufferView;
  type BinaryToTextEncoding = 'base64' | 'base64url' | 'hex' | 'binary';

  class Hash {
    private constructor();
    copy(): Hash;
    update(data: BinaryLike, inputEncoding?: BufferEncoding): Hash;
    digest(): Buffer;
    digest(encoding: BinaryToTextEncoding): string;
  }
  class Hmac {
    private constructor();
    update(data: BinaryLike, inputEncoding?: BufferEncoding): Hmac;
    digest(): Buffer;
    digest(encoding: BinaryToTextEncoding): string;
  }
  function createHash(algorithm: string): Hash;
  function createHmac(algorithm: string, key: string | NodeJS.ArrayBufferView | ArrayBuffer): Hmac;
  function getHashes(): string[];

  function randomBytes(size: number): Buffer;
  function randomBytes(size: number, callback: (err: Error | null, buf: Buffer) => void): void;
  function pseudoRandomBytes(size: number): Buffer;
  function randomInt(max: number): number;
  function randomInt(min: number, max: number): number;
  function randomInt(max: number, callback: (err: Error | null, value: number) => void): void;
  function randomInt(min: number, max: number, callback: (err: Error | null, value: number) => void): void;
  function randomFillSync<T extends NodeJS.ArrayBufferView>(buffer: T, offset?: number, size?: number): T;
  function randomFill<T extends NodeJS.ArrayBufferView>(buffer: T, callback: (err: Error | null, buf: T) => void): void;
  function randomFill<T extends NodeJS.ArrayBufferView>(
    buffer: T,
    offset: number,
    callback: (err: Error | null, buf: T) => void,
  ): void;
  function randomFill<T extends NodeJS.ArrayBufferView>(
    buffer: T,
    offset: number,
    size: number,
    callback: (err: Error | null, buf: T) => void,
  ): void;
  function randomUUID(options?: { disableEntropyCache?: boolean | undefined }): string;
  /** Takes as long whatever the bytes are; of different lengths, it throws. */
  function timingSafeEqual(a: NodeJS.ArrayBufferView, b: NodeJS.ArrayBufferView): boolean;
  function getRandomValues<T extends NodeJS.ArrayBufferView>(typedArray: T): T;
  const webcrypto: {
    getRandomValues<T extends NodeJS.ArrayBufferView>(typedArray: T): T;
    randomUUID(): string;
  };
}
declare module 'node:crypto' {
  export * from 'crypto';
}
