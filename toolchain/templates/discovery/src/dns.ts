// DNS messages (RFC 1035), as far as mDNS and service discovery need them here (RFC 6762, RFC 6763).

export const TYPES = { A: 1, PTR: 12, TXT: 16, SRV: 33, ANY: 255 } as const;
const IN = 1;
/** The highest bit of a class: in an answer "this is all there is", in a question "answer to me alone". */
const TOP_BIT = 0x8000;
const LONGEST_NAME = 255;

export interface Question {
  name: string;
  type: number;
  unicast: boolean;
}
export interface Answer {
  name: string;
  type: number;
  ttl: number;
  data: Buffer;
}
export interface Message {
  id: number;
  response: boolean;
  questions: Question[];
  answers: Answer[];
}

/** A name at a place of a message, and the place behind it; undefined where it leads out or around. */
function nameAt(data: Buffer, start: number): { name: string; end: number } | undefined {
  const labels: string[] = [];
  let [at, end, length] = [start, -1, 0];
  for (;;) {
    if (at >= data.length) return undefined;
    const size = data.readUInt8(at);
    if (size === 0) return { name: labels.join('.'), end: end < 0 ? at + 1 : end };
    if (size >= 0xc0) {
      if (at + 2 > data.length) return undefined;
      const to = data.readUInt16BE(at) & 0x3fff;
      if (end < 0) end = at + 2;
      // Only backwards, so it ends.
      if (to >= at) return undefined;
      at = to;
      continue;
    }
    length += size + 1;
    if (size > 63 || length > LONGEST_NAME || at + 1 + size > data.length) return undefined;
    labels.push(data.subarray(at + 1, at + 1 + size).toString());
    at += 1 + size;
  }
}

/** The message of a datagram; undefined for what is none. */
export function parse(data: Buffer): Message | undefined {
  if (data.length < 12) return undefined;
  const message: Message = {
    id: data.readUInt16BE(0),
    response: data.readUInt8(2) >= 0x80,
    questions: [],
    answers: [],
  };
  let at = 12;
  for (let left = data.readUInt16BE(4); left > 0; left--) {
    const found = nameAt(data, at);
    if (found === undefined || found.end + 4 > data.length) return undefined;
    const type = data.readUInt16BE(found.end);
    message.questions.push({ name: found.name, type, unicast: data.readUInt16BE(found.end + 2) >= TOP_BIT });
    at = found.end + 4;
  }
  for (let left = data.readUInt16BE(6); left > 0; left--) {
    const found = nameAt(data, at);
    if (found === undefined || found.end + 10 > data.length) return undefined;
    const size = data.readUInt16BE(found.end + 8);
    const start = found.end + 10;
    if (start + size > data.length) return undefined;
    const type = data.readUInt16BE(found.end);
    let content = data.subarray(start, start + size);
    if (type === TYPES.PTR) {
      const to = nameAt(data, start);
      if (to === undefined) return undefined;
      content = Buffer.from(to.name);
    }
    message.answers.push({ name: found.name, type, ttl: data.readUInt32BE(found.end + 4), data: content });
    at = start + size;
  }
  return message;
}

/** A name's bytes; labels longer than 63 bytes are cut. */
export function nameBytes(name: string): Buffer {
  const labels = name.split('.').map((label) => Buffer.from(label).subarray(0, 63));
  return Buffer.concat([
    ...labels.map((label) => Buffer.concat([Buffer.from([label.length]), label])),
    Buffer.alloc(1),
  ]);
}

/** `data` of PTR answers is the bytes of a name here. */
export function encode({ id, response, questions, answers }: Message): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt16BE(id, 0);
  head.writeUInt16BE(response ? 0x8400 : 0, 2);
  head.writeUInt16BE(questions.length, 4);
  head.writeUInt16BE(answers.length, 6);
  const parts: Buffer[] = [head];
  for (const { name, type, unicast } of questions) {
    const tail = Buffer.alloc(4);
    tail.writeUInt16BE(type, 0);
    tail.writeUInt16BE(IN | (unicast ? TOP_BIT : 0), 2);
    parts.push(nameBytes(name), tail);
  }
  for (const { name, type, ttl, data } of answers) {
    const tail = Buffer.alloc(10);
    tail.writeUInt16BE(type, 0);
    // Pointers are shared by all that have the service, the rest is one board's own.
    tail.writeUInt16BE(IN | (type === TYPES.PTR ? 0 : TOP_BIT), 2);
    tail.writeUInt32BE(ttl, 4);
    tail.writeUInt16BE(data.length, 8);
    parts.push(nameBytes(name), tail, data);
  }
  return Buffer.concat(parts);
}
