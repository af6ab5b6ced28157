/* templates.ts: how the apps of `tinygram new` are asked something. */

export interface Template {
  port: number;
  /** What its console says when it is ready. */
  ready: string;
  /** A question, and what it answers. */
  question: Buffer;
  answer: RegExp;
}

export const TEMPLATES: Record<string, Template> = {
  echo: {
    port: 41234,
    ready: 'listening 0.0.0.0:41234',
    question: Buffer.from('are you there'),
    answer: /^are you there$/,
  },
  sensor: { port: 41234, ready: 'sensor listening', question: Buffer.from('read'), answer: /"celsius":/ },
  coap: {
    port: 5683,
    ready: 'CoAP server listening',
    question: Buffer.from('40010001b56c69676874', 'hex'), // GET /light
    answer: /off$/,
  },
  discovery: {
    port: 5353,
    ready: 'listens for questions',
    question: Buffer.from('\0\x09\0\0\0\x01\0\0\0\0\0\0\x09_tinygram\x04_udp\x05local\0\0\x0c\0\x01', 'latin1'),
    answer: /_tinygram/,
  },
};
