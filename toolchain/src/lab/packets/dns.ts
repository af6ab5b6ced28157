/** DNS messages (RFC 1035), mDNS's too (RFC 6762). Runs in Node and in a browser. */
import { parse4, parse6, text4, text6 } from './address';
import { concat, view } from './packet';

export const DNS_PORT = 53;
export const MDNS_PORT = 5353;

const HEADER = 12;
/** Names that point at names may do so this often. */
const MAX_POINTERS = 64;
/** Records that are read of one message. */
const MAX_RECORDS = 256;

export const TYPE_A = 1;
export const TYPE_AAAA = 28;
const TYPES: Record<number, string> = {
  1: 'A',
  2: 'NS',
  5: 'CNAME',
  6: 'SOA',
  12: 'PTR',
  15: 'MX',
  16: 'TXT',
  28: 'AAAA',
  33: 'SRV',
  41: 'OPT',
  47: 'NSEC',
  64: 'SVCB',
  65: 'HTTPS',
  255: 'ANY',
};
export const dnsTypeName = (type: number): string => TYPES[type] ?? `type ${type}`;

export const RCODE = { ok: 0, format: 1, failure: 2, noName: 3, refused: 5 } as const;
const RCODES = ['ok', 'format error', 'server failure', 'no such name', 'not implemented', 'refused'];
export const rcodeName = (code: number): string => RCODES[code] ?? `error ${code}`;

export interface Question {
  name: string;
  type: number;
  /** With mDNS's top bit: an answer by unicast is wanted, or it replaces what was known. */
  class: number;
}

export interface DnsRecord extends Question {
  ttl: number;
  /** For people: the address, the name, the texts. */
  data: string;
}

export interface Dns {
  id: number;
  response: boolean;
  rcode: number;
  questions: Question[];
  answers: DnsRecord[];
  /** Authority and additional records. */
  others: DnsRecord[];
}

class Reader {
  at = HEADER;

  constructor(readonly bytes: Uint8Array) {}

  u16(): number {
    this.need(2);
    this.at += 2;
    return view(this.bytes).getUint16(this.at - 2);
  }

  u32(): number {
    this.need(4);
    this.at += 4;
    return view(this.bytes).getUint32(this.at - 4);
  }

  need(count: number): void {
    if (this.at + count > this.bytes.length) throw new RangeError('the message ends early');
  }

  name(): string {
    const labels: string[] = [];
    let at = this.at;
    let end: number | undefined;
    for (let pointers = 0; ;) {
      const length = this.bytes[at];
      if (length === undefined) throw new RangeError('the message ends early');
      if (length >= 0xc0) {
        const low = this.bytes[at + 1];
        if (low === undefined || ++pointers > MAX_POINTERS) throw new RangeError('a name does not end');
        end ??= at + 2;
        at = ((length & 0x3f) << 8) | low;
        continue;
      }
      if (length === 0) break;
      labels.push(latin1(this.bytes.subarray(at + 1, at + 1 + length)));
      at += 1 + length;
    }
    this.at = end ?? at + 1;
    return labels.join('.');
  }
}

const latin1 = (bytes: Uint8Array): string => [...bytes].map((byte) => String.fromCharCode(byte)).join('');

function readRecord(reader: Reader): DnsRecord {
  const name = reader.name();
  const [type, klass, ttl, length] = [reader.u16(), reader.u16(), reader.u32(), reader.u16()];
  reader.need(length);
  const start = reader.at;
  const bytes = reader.bytes.subarray(start, start + length);
  let data = `${length} bytes`;
  if (type === TYPE_A && length === 4) {
    data = text4(bytes);
  } else if (type === TYPE_AAAA && length === 16) {
    data = text6(bytes);
  } else if (type === 2 || type === 5 || type === 12) {
    data = reader.name();
  } else if (type === 33 && length > 6) {
    reader.at += 4;
    const port = reader.u16();
    data = `${reader.name()}:${port}`;
  } else if (type === 16) {
    const texts: string[] = [];
    for (let at = 0; at < length; at += 1 + (bytes[at] as number)) {
      const text = latin1(bytes.subarray(at + 1, at + 1 + (bytes[at] as number)));
      if (text !== '') texts.push(text);
    }
    data = texts.join(' ');
  }
  reader.at = start + length;
  return { name, type, class: klass, ttl, data };
}

export function readDns(message: Uint8Array): Dns | undefined {
  if (message.length < HEADER) return undefined;
  const head = view(message);
  const counts = [4, 6, 8, 10].map((at) => head.getUint16(at)) as [number, number, number, number];
  if (counts.reduce((sum, count) => sum + count, 0) > MAX_RECORDS) return undefined;
  const reader = new Reader(message);
  try {
    const questions = Array.from({ length: counts[0] }, () => ({
      name: reader.name(),
      type: reader.u16(),
      class: reader.u16(),
    }));
    const records = (count: number): DnsRecord[] => Array.from({ length: count }, () => readRecord(reader));
    return {
      id: head.getUint16(0),
      response: ((message[2] as number) & 0x80) !== 0,
      rcode: (message[3] as number) & 15,
      questions,
      answers: records(counts[1]),
      others: records(counts[2] + counts[3]),
    };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/**
 * The answer to a query with one question: addresses of the asked type, or an error code. The question comes back as
 * it was asked. Undefined when the query is none.
 */
export function answerDns(query: Uint8Array, addresses: string[], rcode: number, ttl: number): Uint8Array | undefined {
  const read = readDns(query);
  if (read === undefined || read.response || read.questions.length !== 1) return undefined;
  const reader = new Reader(query);
  reader.name();
  const question = query.subarray(HEADER, reader.at + 4);
  const header = new Uint8Array(HEADER);
  const head = view(header);
  head.setUint16(0, read.id);
  head.setUint16(2, 0x8080 | ((query[2] as number) & 1 ? 0x100 : 0) | rcode);
  head.setUint16(4, 1);
  head.setUint16(6, addresses.length);
  const records = addresses.map((text) => {
    const bytes = (parse4(text) ?? parse6(text)) as Uint8Array;
    const record = new Uint8Array(12);
    const data = view(record);
    data.setUint16(0, 0xc000 | HEADER);
    data.setUint16(2, bytes.length === 4 ? TYPE_A : TYPE_AAAA);
    data.setUint16(4, 1);
    data.setUint32(6, ttl);
    data.setUint16(10, bytes.length);
    return concat(record, bytes);
  });
  return concat(header, question, ...records);
}
