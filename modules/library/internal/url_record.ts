/**
 * The URL Standard's URL record, its parser and its serializer (url.spec.whatwg.org, whose names for states are used
 * here). Hosts beyond ASCII are made lower case and written in punycode, without IDNA's table of mappings, which is
 * larger than a device's flash: a name that is written as users write it comes out right, a compatibility character
 * stays what it is.
 */
import { formatIPv6, parseIPv6 } from './ip';
import { toASCII } from './punycode';

export interface UrlRecord {
  scheme: string;
  username: string;
  password: string;
  /** null: none, as in "mailto:". */
  host: string | null;
  /** null: the scheme's own. */
  port: number | null;
  /** A text when it is opaque, as in "data:". */
  path: string[] | string;
  query: string | null;
  fragment: string | null;
}

/** Ports of the special schemes. */
const specialPorts = new Map<string, number | null>([
  ['http', 80],
  ['https', 443],
  ['ws', 80],
  ['wss', 443],
  ['ftp', 21],
  ['file', null],
]);

export const isSpecial = (url: UrlRecord): boolean => specialPorts.has(url.scheme);

/* ---- percent-encoding -------------------------------------------------------------------------------------- */

/** The Standard's percent-encode sets, each a pattern of runs of what must be encoded. */
export const C0_CONTROL = /[\0-\x1f\x7f-\uffff]+/g;
const FRAGMENT = /[\0- "<>`\x7f-\uffff]+/g;
const QUERY = /[\0- "#<>\x7f-\uffff]+/g;
const SPECIAL_QUERY = /[\0- "#'<>\x7f-\uffff]+/g;
const PATH = /[\0- "#<>?`{}\x7f-\uffff]+/g;
export const USERINFO = /[\0- "#/:;<=>?@[\\\]^`{|}\x7f-\uffff]+/g;

export function percentEncode(text: string, set: RegExp): string {
  return text.replace(set, (run) => {
    let encoded = '';
    for (const byte of Buffer.from(run)) encoded += (byte < 16 ? '%0' : '%') + byte.toString(16).toUpperCase();
    return encoded;
  });
}

/** Text of the bytes of text after %XX are decoded; what is bad UTF-8 then is U+FFFD. */
export function percentDecode(text: string): string {
  if (text.indexOf('%') < 0) return text;
  const bytes = Buffer.from(text);
  let length = 0;
  for (let i = 0; i < bytes.length; i++) {
    const hex = bytes[i] === 37 ? bytes.toString('latin1', i + 1, i + 3) : '';
    const coded = /^[0-9a-fA-F]{2}$/.test(hex);
    bytes[length++] = coded ? parseInt(hex, 16) : bytes[i];
    if (coded) i += 2;
  }
  return bytes.toString('utf8', 0, length);
}

/* ---- hosts ------------------------------------------------------------------------------------------------- */

const forbiddenInHost = /[\0\t\n\r #/:<>?@[\\\]^|]/;
const forbiddenInDomain = /[\0- "#%/:<>?@[\\\]^`{|}\x7f]/;

/** A number of an IPv4 address: decimal, 0 octal, 0x hexadecimal; undefined when it is none. */
function ipv4Number(text: string): number | undefined {
  if (text === '') return undefined;
  if (/^0[xX][0-9a-fA-F]*$/.test(text)) return text.length === 2 ? 0 : parseInt(text, 16);
  if (/^0[0-7]*$/.test(text)) return parseInt(text, 8);
  return /^[1-9]\d*$/.test(text) ? parseInt(text, 10) : undefined;
}

/** The dotted text of a host that ends in a number, host itself when it does not, undefined when it is wrong. */
function ipv4Host(host: string): string | undefined {
  const parts = host.split('.');
  if (parts.length > 1 && parts[parts.length - 1] === '') parts.pop();
  const last = parts[parts.length - 1];
  if (!/^\d+$/.test(last) && (!/^0[xX]/.test(last) || ipv4Number(last) === undefined)) return host;
  if (parts.length > 4) return undefined;
  let address = 0;
  for (let i = 0; i < parts.length; i++) {
    const number = ipv4Number(parts[i]);
    if (number === undefined) return undefined;
    if (i < parts.length - 1) {
      if (number > 255) return undefined;
      address += number * 256 ** (3 - i);
    } else {
      if (number >= 256 ** (5 - parts.length)) return undefined;
      address += number;
    }
  }
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}

/** A host name in ASCII, undefined when it cannot be one. */
export function domainToASCII(domain: string): string | undefined {
  let name = domain.toLowerCase();
  if (/[^\0-\x7f]/.test(name)) name = toASCII(name.replace(/\u00ad/g, ''));
  return name === '' || domain.includes('\ufffd') || forbiddenInDomain.test(name) ? undefined : name;
}

/** A host's text in a URL, undefined when it is wrong. */
export function parseHost(input: string, special: boolean): string | undefined {
  if (input[0] === '[') {
    const words = input.endsWith(']') ? parseIPv6(input.slice(1, -1)) : undefined;
    return words && '[' + formatIPv6(words) + ']';
  }
  if (!special) return forbiddenInHost.test(input) ? undefined : percentEncode(input, C0_CONTROL);
  const domain = domainToASCII(percentDecode(input));
  return domain === undefined ? undefined : ipv4Host(domain);
}

/* ---- the parser -------------------------------------------------------------------------------------------- */

export type State =
  | 'scheme start'
  | 'scheme'
  | 'no scheme'
  | 'special relative or authority'
  | 'path or authority'
  | 'relative'
  | 'relative slash'
  | 'special authority slashes'
  | 'special authority ignore slashes'
  | 'authority'
  | 'host'
  | 'hostname'
  | 'port'
  | 'file'
  | 'file slash'
  | 'file host'
  | 'path start'
  | 'path'
  | 'opaque path'
  | 'query'
  | 'fragment';

const driveLetter = /^[a-zA-Z][:|]$/;
const beginsWithDrive = /^[a-zA-Z][:|](?:$|[/\\?#])/;
const singleDot = /^(?:\.|%2e)$/i;
const doubleDot = /^(?:\.|%2e){2}$/i;

const isOpaque = (url: UrlRecord): boolean => typeof url.path === 'string';
const hasCredentials = (url: UrlRecord): boolean => url.username !== '' || url.password !== '';

function shorten(url: UrlRecord): void {
  const path = url.path as string[];
  if (url.scheme === 'file' && path.length === 1 && /^[a-zA-Z]:$/.test(path[0])) return;
  path.pop();
}

/** The record of a URL's text; undefined when it is none. */
export function parseUrl(text: string, base?: UrlRecord): UrlRecord | undefined {
  const url: UrlRecord = {
    scheme: '',
    username: '',
    password: '',
    host: null,
    port: null,
    path: [],
    query: null,
    fragment: null,
  };
  return run(text.replace(/^[\0- ]+|[\0- ]+$/g, ''), base, url) ? url : undefined;
}

/** Sets part of url from text, beginning in state; what is wrong changes nothing. */
export function setPart(url: UrlRecord, text: string, state: State): void {
  run(text, undefined, url, state);
}

/** The Standard's basic URL parser. Returns whether text is right. */
function run(text: string, base: UrlRecord | undefined, url: UrlRecord, override?: State): boolean {
  const input = text.replace(/[\t\n\r]/g, '');
  let state: State = override ?? 'scheme start';
  let buffer = '';
  let at = false;
  let inBrackets = false;
  let passwordSeen = false;

  const copyAuthority = (from: UrlRecord): void => {
    url.username = from.username;
    url.password = from.password;
    url.host = from.host;
    url.port = from.port;
  };
  const copyPath = (from: UrlRecord): void => {
    url.path = typeof from.path === 'string' ? from.path : from.path.slice();
    url.query = from.query;
  };
  /** Goes on to the query or the fragment if c begins one. */
  const beginTail = (c: string | undefined): boolean => {
    if (c === '?') {
      url.query = '';
      state = 'query';
    } else if (c === '#') {
      url.fragment = '';
      state = 'fragment';
    } else {
      return false;
    }
    return true;
  };

  for (let pointer = 0; ; pointer++) {
    const c: string | undefined = input[pointer];
    const special = isSpecial(url);
    const slash = c === '/' || (special && c === '\\');
    const ends = c === undefined || slash || c === '?' || c === '#';
    switch (state) {
      case 'scheme start':
        if (c !== undefined && /[a-zA-Z]/.test(c)) {
          buffer = c.toLowerCase();
          state = 'scheme';
        } else if (override === undefined) {
          state = 'no scheme';
          pointer--;
        } else {
          return false;
        }
        break;

      case 'scheme':
        if (c !== undefined && /[a-zA-Z0-9+\-.]/.test(c)) {
          buffer += c.toLowerCase();
        } else if (c === ':') {
          if (override !== undefined) {
            if (special !== specialPorts.has(buffer)) return true;
            if ((hasCredentials(url) || url.port !== null) && buffer === 'file') return true;
            if (url.scheme === 'file' && !url.host) return true;
          }
          url.scheme = buffer;
          buffer = '';
          if (override !== undefined) {
            if (url.port === specialPorts.get(url.scheme)) url.port = null;
            return true;
          }
          if (url.scheme === 'file') {
            state = 'file';
          } else if (isSpecial(url)) {
            state = base?.scheme === url.scheme ? 'special relative or authority' : 'special authority slashes';
          } else if (input[pointer + 1] === '/') {
            state = 'path or authority';
            pointer++;
          } else {
            url.path = '';
            state = 'opaque path';
          }
        } else if (override === undefined) {
          buffer = '';
          state = 'no scheme';
          pointer = -1;
        } else {
          return false;
        }
        break;

      case 'no scheme':
        if (base === undefined || (isOpaque(base) && c !== '#')) return false;
        if (isOpaque(base)) {
          url.scheme = base.scheme;
          copyPath(base);
          beginTail(c);
        } else {
          state = base.scheme === 'file' ? 'file' : 'relative';
          pointer--;
        }
        break;

      case 'special relative or authority':
        if (c === '/' && input[pointer + 1] === '/') {
          state = 'special authority ignore slashes';
          pointer++;
        } else {
          state = 'relative';
          pointer--;
        }
        break;

      case 'path or authority':
        if (c === '/') {
          state = 'authority';
        } else {
          state = 'path';
          pointer--;
        }
        break;

      case 'relative': {
        const from = base as UrlRecord;
        url.scheme = from.scheme;
        if (c === '/' || (isSpecial(url) && c === '\\')) {
          state = 'relative slash';
          break;
        }
        copyAuthority(from);
        copyPath(from);
        if (!beginTail(c) && c !== undefined) {
          url.query = null;
          shorten(url);
          state = 'path';
          pointer--;
        }
        break;
      }

      case 'relative slash':
        if (special && slash) {
          state = 'special authority ignore slashes';
        } else if (c === '/') {
          state = 'authority';
        } else {
          copyAuthority(base as UrlRecord);
          state = 'path';
          pointer--;
        }
        break;

      case 'special authority slashes':
        state = 'special authority ignore slashes';
        if (c === '/' && input[pointer + 1] === '/') pointer++;
        else pointer--;
        break;

      case 'special authority ignore slashes':
        if (c !== '/' && c !== '\\') {
          state = 'authority';
          pointer--;
        }
        break;

      case 'authority':
        if (c === '@') {
          if (at) buffer = '%40' + buffer;
          at = true;
          const colon = passwordSeen ? -1 : buffer.indexOf(':');
          if (passwordSeen) {
            url.password += percentEncode(buffer, USERINFO);
          } else if (colon < 0) {
            url.username += percentEncode(buffer, USERINFO);
          } else {
            passwordSeen = true;
            url.username += percentEncode(buffer.slice(0, colon), USERINFO);
            url.password += percentEncode(buffer.slice(colon + 1), USERINFO);
          }
          buffer = '';
        } else if (ends) {
          if (at && buffer === '') return false;
          pointer -= buffer.length + 1;
          buffer = '';
          state = 'host';
        } else {
          buffer += c;
        }
        break;

      case 'host':
      case 'hostname':
        if (override !== undefined && url.scheme === 'file') {
          pointer--;
          state = 'file host';
        } else if (c === ':' && !inBrackets) {
          if (buffer === '' || override === 'hostname') return false;
          const host = parseHost(buffer, special);
          if (host === undefined) return false;
          url.host = host;
          buffer = '';
          state = 'port';
        } else if (ends) {
          pointer--;
          if (special && buffer === '') return false;
          if (override !== undefined && buffer === '' && (hasCredentials(url) || url.port !== null)) return false;
          const host = parseHost(buffer, special);
          if (host === undefined) return false;
          url.host = host;
          buffer = '';
          state = 'path start';
          if (override !== undefined) return true;
        } else {
          if (c === '[') inBrackets = true;
          if (c === ']') inBrackets = false;
          buffer += c;
        }
        break;

      case 'port':
        if (c !== undefined && c >= '0' && c <= '9') {
          buffer += c;
        } else if (ends || override !== undefined) {
          if (buffer !== '') {
            const port = parseInt(buffer, 10);
            if (port > 65535) return false;
            url.port = port === specialPorts.get(url.scheme) ? null : port;
            buffer = '';
          }
          if (override !== undefined) return true;
          state = 'path start';
          pointer--;
        } else {
          return false;
        }
        break;

      case 'file': {
        url.scheme = 'file';
        url.host = '';
        if (c === '/' || c === '\\') {
          state = 'file slash';
          break;
        }
        if (base?.scheme === 'file') {
          url.host = base.host;
          copyPath(base);
          if (beginTail(c) || c === undefined) break;
          url.query = null;
          if (beginsWithDrive.test(input.slice(pointer))) url.path = [];
          else shorten(url);
        }
        state = 'path';
        pointer--;
        break;
      }

      case 'file slash':
        if (c === '/' || c === '\\') {
          state = 'file host';
          break;
        }
        if (base?.scheme === 'file') {
          url.host = base.host;
          const first = base.path[0];
          if (!beginsWithDrive.test(input.slice(pointer)) && first !== undefined && /^[a-zA-Z]:$/.test(first))
            (url.path as string[]).push(first);
        }
        state = 'path';
        pointer--;
        break;

      case 'file host':
        if (!ends && c !== '\\') {
          buffer += c;
          break;
        }
        pointer--;
        if (override === undefined && driveLetter.test(buffer)) {
          state = 'path';
          break;
        }
        if (buffer === '') {
          url.host = '';
        } else {
          const host = parseHost(buffer, special);
          if (host === undefined) return false;
          url.host = host === 'localhost' ? '' : host;
          buffer = '';
        }
        if (override !== undefined) return true;
        state = 'path start';
        break;

      case 'path start':
        if (special) {
          state = 'path';
          if (c !== '/' && c !== '\\') pointer--;
        } else if (override === undefined && beginTail(c)) {
          break;
        } else if (c !== undefined) {
          state = 'path';
          if (c !== '/') pointer--;
        } else if (override !== undefined && url.host === null) {
          (url.path as string[]).push('');
        }
        break;

      case 'path': {
        if (c !== undefined && !slash && (override !== undefined || (c !== '?' && c !== '#'))) {
          buffer += c;
          break;
        }
        const path = url.path as string[];
        if (doubleDot.test(buffer)) {
          shorten(url);
          if (!slash) path.push('');
        } else if (singleDot.test(buffer)) {
          if (!slash) path.push('');
        } else {
          if (url.scheme === 'file' && path.length === 0 && driveLetter.test(buffer)) buffer = buffer[0] + ':';
          path.push(percentEncode(buffer, PATH));
        }
        buffer = '';
        if (override === undefined) beginTail(c);
        break;
      }

      case 'opaque path': {
        const tail = input.slice(pointer).search(/[?#]/);
        const end = tail < 0 ? input.length : pointer + tail;
        url.path += percentEncode(input.slice(pointer, end), C0_CONTROL);
        beginTail(input[end]);
        pointer = end;
        break;
      }

      case 'query': {
        const hash = override === undefined ? input.indexOf('#', pointer) : -1;
        const end = hash < 0 ? input.length : hash;
        url.query += percentEncode(input.slice(pointer, end), special ? SPECIAL_QUERY : QUERY);
        beginTail(input[end]);
        pointer = end;
        break;
      }

      case 'fragment':
        url.fragment += percentEncode(input.slice(pointer), FRAGMENT);
        pointer = input.length;
        break;
    }
    if (pointer >= input.length) return true;
  }
}

/* ---- text -------------------------------------------------------------------------------------------------- */

export const hostText = (url: UrlRecord): string =>
  (url.host ?? '') + (url.host === null || url.port === null ? '' : ':' + url.port);

export const pathText = (url: UrlRecord): string =>
  typeof url.path === 'string' ? url.path : url.path.map((part) => '/' + part).join('');

export interface SerializeOptions {
  auth?: boolean;
  fragment?: boolean;
  search?: boolean;
  /** The host as people write it. */
  host?: string;
}

export function serializeUrl(url: UrlRecord, options: SerializeOptions = {}): string {
  let text = url.scheme + ':';
  if (url.host !== null) {
    text += '//';
    if (options.auth !== false && hasCredentials(url))
      text += url.username + (url.password === '' ? '' : ':' + url.password) + '@';
    text += (options.host ?? url.host) + (url.port === null ? '' : ':' + url.port);
  } else if (typeof url.path !== 'string' && url.path.length > 1 && url.path[0] === '') {
    text += '/.';
  }
  text += pathText(url);
  if (url.query !== null && options.search !== false) text += '?' + url.query;
  if (url.fragment !== null && options.fragment !== false) text += '#' + url.fragment;
  return text;
}
