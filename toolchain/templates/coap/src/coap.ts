// CoAP messages (RFC 7252): what a server of small resources needs of them.

export const TYPES = { confirmable: 0, nonConfirmable: 1, acknowledgement: 2, reset: 3 } as const;
/** Methods and answers: class and detail, as 0.01 for GET, 2.05 for Content. */
export const CODES = {
  empty: 0x00,
  get: 0x01,
  put: 0x03,
  changed: 0x44,
  content: 0x45,
  badRequest: 0x80,
  badOption: 0x82,
  notFound: 0x84,
  methodNotAllowed: 0x85,
} as const;
export const OPTIONS = { uriPath: 11, contentFormat: 12 } as const;

export interface Message {
  type: number;
  code: number;
  id: number;
  token: Uint8Array;
  options: { number: number; value: Buffer }[];
  payload: Buffer;
}

/** A length or difference of 13 and 14 stands in one or two further bytes; 15 is the mark of the payload. */
function extended(data: Buffer, at: number, nibble: number): { value: number; size: number } | undefined {
  if (nibble < 13) return { value: nibble, size: 0 };
  if (nibble === 13 && at + 1 <= data.length) return { value: data.readUInt8(at) + 13, size: 1 };
  if (nibble === 14 && at + 2 <= data.length) return { value: data.readUInt16BE(at) + 269, size: 2 };
  return undefined;
}

/** The message of a datagram; undefined for what is none. */
export function parse(data: Buffer): Message | undefined {
  if (data.length < 4) return undefined;
  const first = data.readUInt8(0);
  const tokenLength = first & 15;
  if (first >> 6 !== 1 || tokenLength > 8 || data.length < 4 + tokenLength) return undefined;
  const message: Message = {
    type: (first >> 4) & 3,
    code: data.readUInt8(1),
    id: data.readUInt16BE(2),
    token: data.subarray(4, 4 + tokenLength),
    options: [],
    payload: Buffer.alloc(0),
  };
  let at = 4 + tokenLength;
  let number = 0;
  while (at < data.length) {
    const head = data.readUInt8(at++);
    if (head === 0xff) {
      message.payload = data.subarray(at);
      return message.payload.length > 0 ? message : undefined;
    }
    const difference = extended(data, at, head >> 4);
    if (difference === undefined) return undefined;
    at += difference.size;
    const length = extended(data, at, head & 15);
    if (length === undefined) return undefined;
    at += length.size;
    if (at + length.value > data.length) return undefined;
    number += difference.value;
    message.options.push({ number, value: data.subarray(at, at + length.value) });
    at += length.value;
  }
  return message;
}

/** The bytes of a message. Its options are in rising order, each below 13 apart and shorter than 13 bytes. */
export function encode({ type, code, id, token, options, payload }: Message): Buffer {
  const parts: Uint8Array[] = [Buffer.from([(1 << 6) | (type << 4) | token.length, code, id >> 8, id & 255]), token];
  let before = 0;
  for (const { number, value } of options) {
    parts.push(Buffer.from([((number - before) << 4) | value.length]), value);
    before = number;
  }
  if (payload.length > 0) parts.push(Buffer.from([0xff]), payload);
  return Buffer.concat(parts);
}

export function pathOf(message: Message): string {
  const parts = message.options.filter(({ number }) => number === OPTIONS.uriPath);
  return `/${parts.map(({ value }) => value.toString()).join('/')}`;
}

/** Odd numbers are options that must be understood. */
export function hasUnknownOption(message: Message, known: readonly number[]): boolean {
  return message.options.some(({ number }) => number % 2 === 1 && !known.includes(number));
}
