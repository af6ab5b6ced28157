/* templates.ts: how the apps that people copy are asked something: those of `tinygram new`, the boards' examples. */
import { readFileSync } from 'node:fs';
import { inRoot } from '#toolchain/build/paths';

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

/** Where the app of a template is. */
export const templateFile = (name: string): string => inRoot('toolchain', 'templates', name, 'src', 'app.ts');

/** An app of a project with a module in C: its file, and what stands in for the module on other boards. */
export interface Example extends Template {
  file: string[];
  module: { name: string; text: string };
}

export const EXAMPLES: Record<string, Example> = {
  'the example for the ESP32': {
    file: ['ports', 'esp32', 'example', 'app.ts'],
    module: {
      name: 'board',
      text: [
        'let lamp = false;',
        'const board = {',
        '  mode: (_pin: number, _output: boolean) => undefined,',
        '  write: (_pin: number, high: boolean) => (lamp = high),',
        '  read: (_pin: number) => lamp,',
        '  sample: (_channel: number) => 7,',
        '};',
      ].join('\n'),
    },
    port: 41234,
    ready: 'send "toggle"',
    question: Buffer.from('toggle'),
    answer: /^{"lamp":(true|false),"light":7}$/,
  },
};

/** The text of an example, its module in C replaced. */
export function exampleText({ file, module: { name, text } }: Example): string {
  const source = readFileSync(inRoot(...file), 'utf8');
  const line = new RegExp(`^import \\* as \\w+ from 'native:${name}';$`, 'm');
  if (!line.test(source)) throw new Error(`${file.join('/')} imports no native:${name}`);
  return `${text}\n${source.replace(/^\/\/\/.*$/m, '').replace(line, '')}`;
}
