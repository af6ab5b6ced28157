/**
 * Node 18's `crypto`, as far as a device goes: random values of the port's source and comparison; createHash() and
 * createHmac() come with a file that names them (additions/crypto/). All else refuses by its name.
 */
import native = require('#native');
import {
  errors,
  isAnyArrayBuffer,
  validateBoolean,
  validateFunction,
  validateNumber,
  validateObject,
} from '#internal/validators';
import refusals = require('./internal/unavailable');
import web = require('./internal/webcrypto');

const { unavailable } = refusals;
const webcrypto = web.crypto;

type Callback<T> = (error: Error | null, value: T) => void;

const MAX_SIZE = 2 ** 31 - 1;
const MAX_RANGE = 2 ** 48 - 1;

function fill(bytes: Uint8Array): void {
  native('os').randomFill(bytes);
}

function randomBytes(size: number): Buffer;
function randomBytes(size: number, callback: Callback<Buffer>): undefined;
function randomBytes(size: number, callback?: Callback<Buffer>): Buffer | undefined {
  validateNumber(size, 'size', 0, MAX_SIZE);
  if (callback !== undefined) validateFunction(callback, 'callback');
  const bytes = Buffer.alloc(size);
  fill(bytes);
  if (callback === undefined) return bytes;
  process.nextTick(callback, null, bytes);
  return undefined;
}

function randomFillSync<T extends ArrayBuffer | ArrayBufferView>(target: T, offset = 0, size?: number): T {
  if (!isAnyArrayBuffer(target) && !ArrayBuffer.isView(target))
    throw errors().ERR_INVALID_ARG_TYPE('buf', ['ArrayBuffer', 'ArrayBufferView'], target);
  const width = (target as { BYTES_PER_ELEMENT?: number }).BYTES_PER_ELEMENT ?? 1;
  validateNumber(offset, 'offset', 0, Math.min(target.byteLength / width, MAX_SIZE));
  const start = offset * width;
  if (size !== undefined) {
    validateNumber(size, 'size', 0, MAX_SIZE);
    if (start + size * width > target.byteLength)
      throw errors().ERR_OUT_OF_RANGE('size + offset', `<= ${target.byteLength}`, size + offset);
  }
  const length = size === undefined ? target.byteLength - start : size * width;
  if (length === 0) return target;
  fill(
    isAnyArrayBuffer(target)
      ? new Uint8Array(target, start, length)
      : new Uint8Array(target.buffer, target.byteOffset + start, length),
  );
  return target;
}

/** randomFill(target[, offset[, size]], callback) */
function randomFill(target: any, ...rest: any[]): void {
  const callback: unknown = rest.pop();
  validateFunction(callback, 'callback');
  process.nextTick(callback, null, randomFillSync(target, ...rest));
}

/** randomInt([min, ]max[, callback]): min <= n < max, each as likely. */
function randomInt(...args: any[]): number | undefined {
  const hasMin = args[1] !== undefined && typeof args[1] !== 'function';
  const min = hasMin ? args[0] : 0;
  const max = hasMin ? args[1] : args[0];
  const callback: unknown = hasMin ? args[2] : args[1];
  if (callback !== undefined) validateFunction(callback, 'callback');
  if (!Number.isSafeInteger(min)) throw errors().ERR_INVALID_ARG_TYPE('min', 'a safe integer', min);
  if (!Number.isSafeInteger(max)) throw errors().ERR_INVALID_ARG_TYPE('max', 'a safe integer', max);
  if (max <= min) throw errors().ERR_OUT_OF_RANGE('max', `greater than the value of "min" (${min})`, max);
  const range = max - min;
  if (range > MAX_RANGE) throw errors().ERR_OUT_OF_RANGE(hasMin ? 'max - min' : 'max', `<= ${MAX_RANGE}`, range);
  const limit = 2 ** 48 - (2 ** 48 % range);
  const bytes = Buffer.alloc(6);
  let value: number;
  do {
    fill(bytes);
    value = bytes.readUIntBE(0, 6);
  } while (value >= limit);
  const chosen = min + (value % range);
  if (typeof callback !== 'function') return chosen;
  process.nextTick(callback as Callback<number>, undefined, chosen);
  return undefined;
}

function randomUUID(options?: { disableEntropyCache?: boolean }): string {
  if (options !== undefined) {
    validateObject(options, 'options');
    if (options.disableEntropyCache !== undefined)
      validateBoolean(options.disableEntropyCache, 'options.disableEntropyCache');
  }
  return webcrypto.randomUUID();
}

const comparable = ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'];

function bytesOf(value: unknown, name: string): Uint8Array {
  if (isAnyArrayBuffer(value)) return new Uint8Array(value);
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  throw errors().ERR_INVALID_ARG_TYPE(name, comparable, value);
}

/** Takes as long whatever the bytes are. */
function timingSafeEqual(a: unknown, b: unknown): boolean {
  const one = bytesOf(a, 'buf1');
  const other = bytesOf(b, 'buf2');
  if (one.length !== other.length) {
    throw errors().addCode(
      new RangeError('Input buffers must have the same byte length'),
      'ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH',
    );
  }
  let differences = 0;
  for (let i = 0; i < one.length; i++) differences |= one[i] ^ other[i];
  return differences === 0;
}

const crypto = {
  randomBytes,
  pseudoRandomBytes: randomBytes,
  rng: randomBytes,
  prng: randomBytes,
  randomFill,
  randomFillSync,
  randomInt,
  randomUUID,
  timingSafeEqual,
  getRandomValues: webcrypto.getRandomValues,
  webcrypto,
};

for (const name of (
  'Certificate Cipher Cipheriv Decipher Decipheriv DiffieHellman DiffieHellmanGroup ECDH KeyObject Sign Verify ' +
  'X509Certificate checkPrime checkPrimeSync createCipher createCipheriv createDecipher createDecipheriv ' +
  'createDiffieHellman createDiffieHellmanGroup createECDH createHash createHmac createPrivateKey createPublicKey ' +
  'createSecretKey createSign createVerify diffieHellman generateKey generateKeyPair generateKeyPairSync ' +
  'generateKeySync generatePrime generatePrimeSync getCipherInfo getCiphers getCurves getDiffieHellman getHashes ' +
  'hkdf hkdfSync pbkdf2 pbkdf2Sync privateDecrypt privateEncrypt publicDecrypt publicEncrypt scrypt scryptSync ' +
  'secureHeapUsed setEngine setFips sign verify Hash Hmac'
).split(' ')) {
  (crypto as { [name: string]: unknown })[name] = unavailable(
    `crypto.${name}`,
    'A device has random values, createHash() and createHmac().',
  );
}

export = crypto;
