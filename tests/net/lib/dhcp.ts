/* dhcp.ts: a DHCP server (RFC 2131) for a station of the link, which says whatever a test wants. */
import { ip4Bytes } from './frames';
import type { Host } from './host';

export const DISCOVER = 1;
export const OFFER = 2;
export const REQUEST = 3;
export const ACK = 5;
export const NAK = 6;

const COOKIE = Buffer.from([99, 130, 83, 99]);

/** What a message offers or grants; what is absent is not in it, but for the server and the lease of an hour. */
export interface Terms {
  kind: number;
  address?: string;
  server: string;
  /** Seconds, as the next two. */
  lease?: number;
  renewal?: number;
  rebinding?: number;
  mask?: string;
  router?: string;
  dns?: string[];
  /** Options as bytes, in place of the end. */
  tail?: Buffer;
}

/** The value of an option of a message. */
export function option(message: Buffer, wanted: number): Buffer | undefined {
  for (let at = 240; at < message.length && message[at] !== 255;) {
    if (message[at] === 0) {
      at++;
      continue;
    }
    const length = message[at + 1]!;
    if (message[at] === wanted) return message.subarray(at + 2, at + 2 + length);
    at += 2 + length;
  }
  return undefined;
}

const number = (code: number, value: number | undefined): Buffer => {
  if (value === undefined) return Buffer.alloc(0);
  const bytes = Buffer.from([code, 4, 0, 0, 0, 0]);
  bytes.writeUInt32BE(value, 2);
  return bytes;
};

const addresses = (code: number, texts: (string | undefined)[]): Buffer => {
  const found = texts.filter((text) => text !== undefined);
  return found.length === 0
    ? Buffer.alloc(0)
    : Buffer.concat([Buffer.from([code, 4 * found.length]), ...found.map(ip4Bytes)]);
};

/** The answer to a client's message. */
export function reply(message: Buffer, terms: Terms): Buffer {
  const head = Buffer.alloc(236);
  message.copy(head, 0, 0, 44);
  head[0] = 2;
  head.fill(0, 12, 28);
  head.set(ip4Bytes(terms.address ?? '0.0.0.0'), 16);
  head.set(ip4Bytes(terms.server), 20);
  return Buffer.concat([
    head,
    COOKIE,
    Buffer.from([53, 1, terms.kind]),
    addresses(54, [terms.server]),
    ...(terms.kind === NAK
      ? []
      : [
          number(51, terms.lease ?? 3600),
          number(58, terms.renewal),
          number(59, terms.rebinding),
          addresses(1, [terms.mask]),
          addresses(3, [terms.router]),
          addresses(6, terms.dns ?? []),
        ]),
    terms.tail ?? Buffer.from([255]),
  ]);
}

/** Has a host answer each discovery and request with what `answer` gives, if anything. */
export function serveDhcp(host: Host, answer: (kind: number, message: Buffer) => Terms | Buffer | undefined): void {
  host.serve(67, ({ payload }) => {
    const kind = option(payload, 53)?.[0];
    const given = kind === DISCOVER || kind === REQUEST ? answer(kind, payload) : undefined;
    return given === undefined || Buffer.isBuffer(given) ? given : reply(payload, given);
  });
}
