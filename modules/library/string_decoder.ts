/** Node 18's `string_decoder`: text of bytes that come in pieces; a character that is not whole waits for the next. */
import { unfinishedUtf8 } from '#internal/utf8';
import { errors } from '#internal/validators';

type Kind = 'utf8' | 'utf16le' | 'base64' | 'base64url' | 'plain';

function normalized(encoding: unknown): BufferEncoding {
  const name = encoding ? String(encoding).toLowerCase() : 'utf8';
  if (!Buffer.isEncoding(name)) throw errors().ERR_UNKNOWN_ENCODING(encoding);
  if (name === 'utf-8') return 'utf8';
  if (name === 'utf-16le' || name === 'ucs2' || name === 'ucs-2') return 'utf16le';
  return name === 'binary' ? 'latin1' : name;
}

const kinds: { [encoding: string]: Kind } = {
  utf8: 'utf8',
  utf16le: 'utf16le',
  base64: 'base64',
  base64url: 'base64url',
};

/** Bytes that the sequence which rest begins still needs. */
function missing(kind: Kind, rest: Uint8Array): number {
  if (rest.length === 0) return 0;
  if (kind === 'utf8') return (rest[0] < 0xe0 ? 2 : rest[0] < 0xf0 ? 3 : 4) - rest.length;
  if (kind === 'utf16le') return rest.length % 2 === 1 ? 1 : 4 - rest.length;
  return 3 - rest.length;
}

const rests = new WeakMap<object, Buffer>();

function restOf(decoder: object): Buffer {
  const rest = rests.get(decoder);
  if (rest === undefined) throw errors().ERR_INVALID_THIS('StringDecoder');
  return rest;
}

interface StringDecoder {
  encoding: BufferEncoding;
  write(data: string | ArrayBufferView): string;
  end(data?: string | ArrayBufferView): string;
  /** The text from offset on, of a decoder that begins anew. */
  text(data: Uint8Array, offset: number): string;
  /** Bytes that wait, in a Buffer of four as Node has it. */
  readonly lastChar: Buffer;
  readonly lastNeed: number;
  readonly lastTotal: number;
}

/** A function, not a class: as with Node's, old-style subclasses call it on their own objects. */
function StringDecoder(this: StringDecoder, encoding?: unknown): void {
  this.encoding = normalized(encoding);
  rests.set(this, Buffer.alloc(0));
}

const methods: ThisType<StringDecoder> & Omit<StringDecoder, 'encoding'> = {
  write(data) {
    if (typeof data === 'string') return data;
    if (!ArrayBuffer.isView(data))
      throw errors().ERR_INVALID_ARG_TYPE('buf', ['Buffer', 'TypedArray', 'DataView'], data);
    const rest = restOf(this);
    const piece = Buffer.from(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
    const kind = kinds[this.encoding] ?? 'plain';
    if (kind === 'plain') return piece.toString(this.encoding);
    const all = rest.length > 0 ? Buffer.concat([rest, piece]) : piece;
    let keep: number;
    if (kind === 'utf8') {
      keep = unfinishedUtf8(all, 0xc0, 0xf7);
    } /* by their shape, as Node counts them */
    else if (kind === 'utf16le') {
      keep = all.length % 2;
      const last = all.length - keep - 1;
      /* As in Node, half of a pair waits for its other half unless an odd byte came with it in one piece. */
      const waits = keep === 0 || (rest.length > 0 && all.length === 3);
      if (waits && last > 0 && (all[last] & 0xfc) === 0xd8) keep += 2;
    } else {
      keep = all.length % 3;
    }
    const whole = all.length - keep;
    rests.set(this, keep === 0 ? Buffer.alloc(0) : Buffer.from(all.subarray(whole)));
    return all.toString(this.encoding, 0, whole);
  },

  end(data) {
    let text = data === undefined ? '' : this.write(data);
    const rest = restOf(this);
    if (rest.length > 0) {
      const even = this.encoding === 'utf16le' ? rest.length - (rest.length % 2) : rest.length;
      text += rest.toString(this.encoding, 0, even);
      rests.set(this, Buffer.alloc(0));
    }
    return text;
  },

  text(data, offset) {
    rests.set(this, Buffer.alloc(0));
    return this.write(data.subarray(offset));
  },

  get lastChar() {
    const lastBytes = Buffer.alloc(4);
    restOf(this).copy(lastBytes);
    return lastBytes;
  },

  get lastNeed() {
    return missing(kinds[(this as StringDecoder).encoding] ?? 'plain', restOf(this));
  },

  get lastTotal() {
    return restOf(this).length + this.lastNeed;
  },
};
for (const name of Object.keys(methods)) {
  const found = Object.getOwnPropertyDescriptor(methods, name) as PropertyDescriptor;
  Object.defineProperty(StringDecoder.prototype, name, { ...found, enumerable: false });
}

export = { StringDecoder };
