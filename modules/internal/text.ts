/** TextEncoder and TextDecoder of the Encoding Standard (UTF-8, UTF-16LE, windows-1252), and util.toUSVString(). */
import { ERR_INVALID_ARG_TYPE, addCode, hidden } from './errors';
import { unfinishedUtf8 } from './utf8';
import { isAnyArrayBuffer, isUint8Array, validateObject, validateString } from './validators';

const binding = native('buffer');
const UTF8 = 0;
const UTF16LE = 1;
const LATIN1 = 2;

/** util.toUSVString(): half surrogate pairs become U+FFFD. */
export function toUSVString(text: unknown): string {
  return String(text).replace(/[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]/g, function (found) {
    return found.length === 2 ? found : '\ufffd';
  });
}

export class TextEncoder {
  get encoding(): string {
    return 'utf-8';
  }

  encode(text?: unknown): Uint8Array {
    const bytes = binding.fromText(text === undefined ? '' : String(text), UTF8);
    return Object.setPrototypeOf(bytes, Uint8Array.prototype);
  }

  /** Writes the whole characters that fit; read counts UTF-16 code units, written bytes. */
  encodeInto(text: unknown, target: unknown): { read: number; written: number } {
    validateString(text, 'src');
    if (!isUint8Array(target)) throw ERR_INVALID_ARG_TYPE('dest', 'Uint8Array', target);
    const written = binding.write(target, text, 0, target.length, UTF8);
    return { read: binding.toText(target, UTF8, 0, written).length, written: written };
  }
}

/* What windows-1252 has in place of Latin-1's control characters 0x80 to 0x9f (WHATWG's Encoding Standard). */
const windows1252 =
  '\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f' +
  '\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178';

function fromWindows1252(data: Uint8Array): string {
  return binding.toText(data, LATIN1).replace(/[\x80-\x9f]/g, function (found: string) {
    return windows1252.charAt(found.charCodeAt(0) - 0x80);
  });
}

export class TextDecoder {
  readonly encoding: string;
  readonly fatal: boolean;
  readonly ignoreBOM: boolean;
  private _rest: Uint8Array | undefined;
  private _begun: boolean;

  constructor(label?: unknown, options?: { fatal?: boolean; ignoreBOM?: boolean }) {
    const name = label === undefined ? 'utf-8' : String(label).trim().toLowerCase();
    if (options !== undefined) validateObject(options, 'options', { nullable: true });
    if (/^(unicode-1-1-)?utf-?8$/.test(name)) this.encoding = 'utf-8';
    else if (/^(utf-16(le)?|ucs-2|unicode)$/.test(name)) this.encoding = 'utf-16le';
    else if (/^(windows-1252|x?-?cp-?1252|iso-?8859-?1|latin-?1|l1|(us-)?ascii)$/.test(name))
      this.encoding = 'windows-1252';
    else throw addCode(new RangeError('The "' + label + '" encoding is not supported'), 'ERR_ENCODING_NOT_SUPPORTED');
    this.fatal = !!(options && options.fatal);
    this.ignoreBOM = !!(options && options.ignoreBOM);
    this._begun = false;
    hidden(this, '_rest', undefined);
    hidden(this, '_begun', false);
  }

  decode(input?: any, options?: { stream?: boolean }): string {
    let data: Uint8Array;
    if (input === undefined) data = new Uint8Array(0);
    else if (isAnyArrayBuffer(input)) data = new Uint8Array(input);
    else if (ArrayBuffer.isView(input)) data = new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
    else throw ERR_INVALID_ARG_TYPE('list', ['ArrayBuffer', 'ArrayBufferView'], input);
    if (this._rest) {
      const joined = new Uint8Array(this._rest.length + data.length);
      joined.set(this._rest);
      joined.set(data, this._rest.length);
      data = joined;
      this._rest = undefined;
    }
    if (this.encoding === 'windows-1252') return fromWindows1252(data);
    const utf8 = this.encoding === 'utf-8';
    const stream = !!(options && options.stream);
    const tail = utf8 ? unfinishedUtf8(data, 0xc2, 0xf4) : data.length % 2;
    if (stream && tail) {
      this._rest = data.slice(data.length - tail);
      data = data.subarray(0, data.length - tail);
    }
    if (this.fatal && (utf8 ? !binding.isUtf8(data) : !stream && tail)) {
      throw addCode(
        new TypeError('The encoded data was not valid for encoding ' + this.encoding),
        'ERR_ENCODING_INVALID_ENCODED_DATA',
      );
    }
    let text = binding.toText(data, utf8 ? UTF8 : UTF16LE);
    if (!utf8) {
      if (!stream && tail) text += '\ufffd';
      text = toUSVString(text);
    }
    if (!this.ignoreBOM && !this._begun && text.charCodeAt(0) === 0xfeff) text = text.slice(1);
    if (data.length) this._begun = true;
    if (!stream) this._begun = false;
    return text;
  }
}
