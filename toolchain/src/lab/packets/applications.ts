/**
 * What datagrams carry: CoAP, NTP, syslog, OSC, JSON, text. Each reader gives undefined for what is not its own.
 * Runs in Node and in a browser.
 */
import { view } from './packet';

export interface Content {
  protocol: string;
  summary: string;
  fields: [name: string, value: string][];
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** UTF-8 text of printable characters; undefined for anything else. */
export function printable(bytes: Uint8Array): string | undefined {
  if (bytes.length === 0) return undefined;
  try {
    const text = utf8.decode(bytes);
    return /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

export const brief = (text: string, limit = 80): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > limit ? `${line.slice(0, limit - 1)}…` : line;
};

/* ---- CoAP (RFC 7252) ---- */

export const COAP_PORT = 5683;
const COAP_TYPES = ['CON', 'NON', 'ACK', 'RST'];
const COAP_METHODS = ['empty', 'GET', 'POST', 'PUT', 'DELETE', 'FETCH', 'PATCH', 'iPATCH'];
const OPTION_OBSERVE = 6;
const OPTION_URI_PATH = 11;
const OPTION_CONTENT_FORMAT = 12;
const OPTION_URI_QUERY = 15;

export function readCoap(bytes: Uint8Array): Content | undefined {
  if (bytes.length < 4 || (bytes[0] as number) >> 6 !== 1) return undefined;
  const tokenLength = (bytes[0] as number) & 15;
  const code = bytes[1] as number;
  if (tokenLength > 8 || bytes.length < 4 + tokenLength) return undefined;
  const path: string[] = [];
  const query: string[] = [];
  const fields: Content['fields'] = [];
  let at = 4 + tokenLength;
  let option = 0;
  const extended = (nibble: number): number | undefined => {
    if (nibble < 13) return nibble;
    if (nibble === 13) return 13 + (bytes[at++] ?? 0);
    if (nibble === 14 && at + 2 <= bytes.length) return 269 + view(bytes).getUint16((at += 2) - 2);
    return undefined;
  };
  while (at < bytes.length && bytes[at] !== 0xff) {
    const head = bytes[at++] as number;
    const delta = extended(head >> 4);
    const length = extended(head & 15);
    if (delta === undefined || length === undefined || at + length > bytes.length) return undefined;
    option += delta;
    const value = bytes.subarray(at, at + length);
    at += length;
    const text = printable(value) ?? hex(value);
    if (option === OPTION_URI_PATH) path.push(text);
    else if (option === OPTION_URI_QUERY) query.push(text);
    else if (option === OPTION_OBSERVE)
      fields.push(['observe', String(value.reduce((sum, byte) => sum * 256 + byte, 0))]);
    else if (option === OPTION_CONTENT_FORMAT) fields.push(['content format', String(value[0] ?? 0)]);
    else fields.push([`option ${option}`, text]);
  }
  const payload = at < bytes.length ? bytes.subarray(at + 1) : new Uint8Array();
  const name = code < 32 ? (COAP_METHODS[code] ?? `0.${code}`) : `${code >> 5}.${String(code & 31).padStart(2, '0')}`;
  const url =
    path.length + query.length > 0 ? ` /${path.join('/')}${query.length > 0 ? `?${query.join('&')}` : ''}` : '';
  const text = payload.length > 0 ? ` ${brief(printable(payload) ?? `${payload.length} bytes`)}` : '';
  const id = view(bytes).getUint16(2);
  return {
    protocol: 'CoAP',
    summary: `${COAP_TYPES[((bytes[0] as number) >> 4) & 3] as string} ${name}${url}${text}`,
    fields: [['message id', String(id)], ['token', hex(bytes.subarray(4, 4 + tokenLength))], ...fields],
  };
}

/* ---- NTP (RFC 5905) ---- */

export const NTP_PORT = 123;
const NTP_MODES = ['reserved', 'active', 'passive', 'client', 'server', 'broadcast', 'control', 'private'];
const NTP_EPOCH = 2_208_988_800;

export function readNtp(bytes: Uint8Array): Content | undefined {
  if (bytes.length < 48) return undefined;
  const seconds = view(bytes).getUint32(40);
  const sent = seconds === 0 ? 'not set' : new Date((seconds - NTP_EPOCH) * 1000).toISOString();
  const mode = NTP_MODES[(bytes[0] as number) & 7] as string;
  const stratum = bytes[1] as number;
  return {
    protocol: 'NTP',
    summary: `${mode}, stratum ${stratum}, sent ${sent}`,
    fields: [
      ['version', String(((bytes[0] as number) >> 3) & 7)],
      ['mode', mode],
      ['stratum', String(stratum)],
      ['sent', sent],
    ],
  };
}

/* ---- syslog (RFC 5424, RFC 3164) ---- */

export const SYSLOG_PORT = 514;
const SEVERITIES = ['emergency', 'alert', 'critical', 'error', 'warning', 'notice', 'info', 'debug'];

export function readSyslog(bytes: Uint8Array): Content | undefined {
  const text = printable(bytes);
  const match = text === undefined ? null : /^<(\d{1,3})>([^]*)$/.exec(text);
  if (!match || Number(match[1]) > 191) return undefined;
  const severity = SEVERITIES[Number(match[1]) & 7] as string;
  return {
    protocol: 'syslog',
    summary: `${severity}: ${brief(match[2] as string)}`,
    fields: [
      ['severity', severity],
      ['facility', String(Number(match[1]) >> 3)],
      ['message', match[2] as string],
    ],
  };
}

/* ---- Open Sound Control 1.0 ---- */

export function readOsc(bytes: Uint8Array): Content | undefined {
  if (bytes.length < 8 || bytes.length % 4 !== 0 || bytes[0] !== 0x2f) return undefined;
  let at = 0;
  const string = (): string | undefined => {
    const end = bytes.indexOf(0, at);
    if (end < 0) return undefined;
    const text = printable(bytes.subarray(at, end)) ?? (end === at ? '' : undefined);
    at = (end + 4) & ~3;
    return text;
  };
  const address = string();
  const types = string();
  if (address === undefined || !types?.startsWith(',')) return undefined;
  const values: string[] = [];
  for (const type of types.slice(1)) {
    if ((type === 'i' || type === 'f') && at + 4 > bytes.length) return undefined;
    if (type === 'i') values.push(String(view(bytes).getInt32(at)));
    else if (type === 'f') values.push(String(Number(view(bytes).getFloat32(at).toPrecision(7))));
    else if (type === 's') values.push(JSON.stringify(string() ?? ''));
    else if (type === 'T' || type === 'F') values.push(String(type === 'T'));
    else values.push(type);
    if (type === 'i' || type === 'f') at += 4;
  }
  return {
    protocol: 'OSC',
    summary: brief(`${address} ${values.join(' ')}`),
    fields: [['address', address], ...values.map((value, i): [string, string] => [`argument ${i + 1}`, value])],
  };
}

/* ---- JSON, text, bytes ---- */

export function readJson(bytes: Uint8Array): Content | undefined {
  if (bytes[0] !== 0x7b && bytes[0] !== 0x5b) return undefined;
  const text = printable(bytes);
  if (text === undefined) return undefined;
  try {
    return { protocol: 'JSON', summary: brief(text), fields: [['value', JSON.stringify(JSON.parse(text), null, 1)]] };
  } catch {
    return undefined;
  }
}

export function readAnything(bytes: Uint8Array): Content {
  const text = printable(bytes);
  if (text !== undefined) return { protocol: 'UDP', summary: `"${brief(text)}"`, fields: [['text', text]] };
  return { protocol: 'UDP', summary: bytes.length === 0 ? 'empty' : brief(hex(bytes.subarray(0, 24)), 60), fields: [] };
}

export function hex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

/** Lines of 16 bytes: offset, bytes, characters. */
export function hexDump(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const row = bytes.subarray(at, at + 16);
    const pairs = [...row].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const characters = [...row].map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '·')).join('');
    lines.push(`${at.toString(16).padStart(4, '0')}  ${pairs.padEnd(47)}  ${characters}`);
  }
  return lines.join('\n');
}
