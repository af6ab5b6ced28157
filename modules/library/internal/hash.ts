/** The hashes of `crypto`: createHash() and createHmac() with md5, sha1 and sha256 of @noble/hashes. */
import { hmac } from '@noble/hashes/hmac.js';
import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { errors, isAnyArrayBuffer, validateString } from '#internal/validators';

interface Running {
  update(bytes: Uint8Array): unknown;
  digest(): Uint8Array;
  clone(): Running;
}

const algorithms = { md5, sha1, sha256 };
const inputTypes = ['string', 'Buffer', 'TypedArray', 'DataView'];

function algorithmOf(name: string): (typeof algorithms)[keyof typeof algorithms] | undefined {
  const plain = name.toLowerCase().replace(/^rsa-/, '').replace('-', '');
  return Object.prototype.hasOwnProperty.call(algorithms, plain)
    ? algorithms[plain as keyof typeof algorithms]
    : undefined;
}

const bytesOfView = (view: ArrayBufferView): Uint8Array =>
  new Uint8Array(view.buffer, view.byteOffset, view.byteLength);

abstract class Digest {
  /** Undefined after digest(). */
  protected running: Running | undefined;

  protected addData(data: unknown, encoding: unknown): void {
    let bytes: Uint8Array;
    if (typeof data === 'string') {
      const name = Buffer.isEncoding(encoding as string) ? (encoding as BufferEncoding) : 'utf8';
      bytes = bytesOfView(Buffer.from(data, name));
    } else if (ArrayBuffer.isView(data)) {
      bytes = bytesOfView(data);
    } else {
      throw errors().ERR_INVALID_ARG_TYPE('data', inputTypes, data);
    }
    if (this.running === undefined) throw finalized();
    this.running.update(bytes);
  }

  /** The digest, as text with an encoding. */
  protected finish(running: Running, encoding: unknown): Buffer | string {
    this.running = undefined;
    const digest = Buffer.from(running.digest());
    return encoding === undefined || encoding === null || encoding === 'buffer'
      ? digest
      : digest.toString(String(encoding) as BufferEncoding);
  }
}

function finalized(): Error {
  return errors().addCode(new Error('Digest already called'), 'ERR_CRYPTO_HASH_FINALIZED');
}

class Hash extends Digest {
  constructor(algorithm: string | Running) {
    super();
    if (typeof algorithm === 'object') {
      this.running = algorithm;
    } else {
      validateString(algorithm, 'algorithm');
      const found = algorithmOf(algorithm);
      if (found === undefined)
        throw new Error(`Digest method not supported: ${algorithm}. There are ${getHashes().join(', ')}`);
      this.running = found.create();
    }
    hide(this);
  }

  update(data: unknown, encoding?: unknown): this {
    this.addData(data, encoding);
    return this;
  }

  digest(encoding?: unknown): Buffer | string {
    if (this.running === undefined) throw finalized();
    return this.finish(this.running, encoding);
  }

  copy(): Hash {
    if (this.running === undefined) throw finalized();
    return new Hash(this.running.clone());
  }
}

class Hmac extends Digest {
  constructor(algorithm: string, key: unknown) {
    super();
    validateString(algorithm, 'hmac');
    let bytes: Uint8Array;
    if (typeof key === 'string') {
      bytes = bytesOfView(Buffer.from(key));
    } else if (ArrayBuffer.isView(key)) {
      bytes = bytesOfView(key);
    } else if (isAnyArrayBuffer(key)) {
      bytes = new Uint8Array(key);
    } else {
      throw errors().ERR_INVALID_ARG_TYPE(
        'key',
        ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView', 'string', 'KeyObject', 'CryptoKey'],
        key,
      );
    }
    const found = algorithmOf(algorithm);
    if (found === undefined)
      throw errors().addCode(new TypeError(`Invalid digest: ${algorithm}`), 'ERR_CRYPTO_INVALID_DIGEST');
    this.running = hmac.create(found, bytes);
    hide(this);
  }

  update(data: unknown, encoding?: unknown): this {
    this.addData(data, encoding);
    return this;
  }

  /** After the first call: empty, as Node has it. */
  digest(encoding?: unknown): Buffer | string {
    if (this.running === undefined) return encoding === undefined || encoding === 'buffer' ? Buffer.alloc(0) : '';
    return this.finish(this.running, encoding);
  }
}

function hide(digest: Digest): void {
  Object.defineProperty(digest, 'running', { enumerable: false });
}

function getHashes(): string[] {
  return Object.keys(algorithms);
}

export const createHash = (algorithm: string): Hash => new Hash(algorithm);
export const createHmac = (algorithm: string, key: unknown): Hmac => new Hmac(algorithm, key);
export { getHashes, Hash, Hmac };
