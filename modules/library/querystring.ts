/** Node 18's `querystring`. */
import { errors } from '#internal/validators';

type Unescape = (text: string) => string;
interface StringifyOptions {
  encodeURIComponent?: (text: string) => string;
}
interface ParseOptions {
  maxKeys?: number;
  decodeURIComponent?: Unescape;
}

const unreserved = /^[A-Za-z0-9\-_.!~*'()]*$/;

function escape(value: unknown): string {
  const text =
    typeof value === 'string'
      ? value
      : typeof value === 'object' || typeof value === 'function'
        ? String(value)
        : `${value as any}`;
  if (unreserved.test(text)) return text;
  // As Node's: any character that follows half a surrogate pair is taken for the other half.
  const paired = text.replace(/([\ud800-\udfff])([^])/g, (_, high: string, low: string) =>
    String.fromCodePoint(0x10000 + (((high.charCodeAt(0) & 0x3ff) << 10) | (low.charCodeAt(0) & 0x3ff))),
  );
  try {
    return encodeURIComponent(paired);
  } catch {
    throw errors().addCode(new URIError('URI malformed'), 'ERR_INVALID_URI');
  }
}

/** The bytes of text, whose %XX are decoded and whose other characters are their lowest 8 bits. */
function unescapeBuffer(text: Buffer | string, decodeSpaces?: boolean): Buffer {
  const from = typeof text === 'string' ? Buffer.from(text, 'latin1') : text;
  const bytes = Buffer.allocUnsafe(from.length);
  let length = 0;
  for (let i = 0; i < from.length; i++) {
    let byte = from[i];
    if (byte === 43 && decodeSpaces) byte = 32;
    if (byte === 37) {
      const hex = from.toString('latin1', i + 1, i + 3);
      if (/^[0-9a-fA-F]{2}$/.test(hex)) {
        byte = parseInt(hex, 16);
        i += 2;
      }
    }
    bytes[length++] = byte;
  }
  return bytes.subarray(0, length);
}

function unescape(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return querystring.unescapeBuffer(text).toString();
  }
}

function primitive(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && isFinite(value)) return String(value);
  return typeof value === 'bigint' || typeof value === 'boolean' ? String(value) : '';
}

function stringify(object: any, separator?: string | null, equals?: string | null, options?: StringifyOptions): string {
  if (object === null || typeof object !== 'object') return '';
  const encode =
    options && typeof options.encodeURIComponent === 'function' ? options.encodeURIComponent : querystring.escape;
  const eq = equals || '=';
  const pairs: string[] = [];
  for (const key of Object.keys(object)) {
    const before = encode(primitive(key)) + eq;
    const value: unknown = object[key];
    for (const one of Array.isArray(value) ? value : [value]) pairs.push(before + encode(primitive(one)));
  }
  return pairs.join(separator || '&');
}

function decoded(text: string, decode: Unescape): string {
  try {
    return decode(text);
  } catch {
    return querystring.unescape(text);
  }
}

function parse(
  text: string,
  separator?: string | null,
  equals?: string | null,
  options?: ParseOptions,
): { [key: string]: string | string[] } {
  const result: { [key: string]: string | string[] } = Object.create(null);
  if (typeof text !== 'string' || text.length === 0) return result;
  const decode =
    options && typeof options.decodeURIComponent === 'function' ? options.decodeURIComponent : querystring.unescape;
  const eq = equals ? String(equals) : '=';
  const most = options && typeof options.maxKeys === 'number' ? options.maxKeys : 1000;
  let taken = 0;
  for (const pair of text.split(separator ? String(separator) : '&')) {
    if (pair === '') continue;
    if (most > 0 && ++taken > most) break;
    const at = pair.indexOf(eq);
    const plain = (part: string): string => {
      const spaced = part.replace(/\+/g, ' ');
      return decode !== unescape || /%[0-9a-fA-F]{2}/.test(spaced)
        ? decoded(part.replace(/\+/g, '%20'), decode)
        : spaced;
    };
    const key = plain(at < 0 ? pair : pair.slice(0, at));
    const value = at < 0 ? '' : plain(pair.slice(at + eq.length));
    const found = result[key];
    if (found === undefined) result[key] = value;
    else if (Array.isArray(found)) found.push(value);
    else result[key] = [found, value];
  }
  return result;
}

const querystring = {
  unescapeBuffer,
  unescape,
  escape,
  stringify,
  encode: stringify,
  parse,
  decode: parse,
};

export = querystring;
