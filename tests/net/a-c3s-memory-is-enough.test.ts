/* The board with the memory that ports/esp32 has on a C3: JerryScript's heap of 64 KiB (QuickJS's of 1 MiB, which is in
 * external RAM), 24 KiB of stack, 16 sockets, 64 KiB of Buffers. The templates and some apps of more must fit. */
import assert from 'node:assert';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { test } from 'node:test';
import type { Board } from '#toolchain/boards/board';
import { jerryscriptPrefix, type Engine } from '#toolchain/build/paths';
import { templateNames } from '#toolchain/commands/new';
import { macFor } from '#toolchain/lab/switch';
import { engineMissing, engines } from '../runner/targets';
import { besideHost, THERE } from './lib/beside_host';
import type { Host, Request } from './lib/host';
import { templateFile, TEMPLATES } from './lib/templates';

const NAME = 'mps2-an385-c3';
const MAC = macFor(NAME);
/** JerryScript's heap is its install's: this one has 64 KiB. */
const JERRY_TARGET = 'cortex-m3-small';
const HEAP: Record<Engine, number> = { jerryscript: 64 * 1024, quickjs: 1024 * 1024 };

interface App {
  source: string;
  port: number;
  ready: RegExp | string;
  questions: Buffer[];
}

const echo = (more: string): string => `
const dgram = require('dgram');
${more}
const socket = dgram.createSocket('udp4');
socket.on('message', (message, from) => socket.send(message, from.port, from.address));
socket.bind(7, () => console.log('ready'));
`;
const sized = (...sizes: number[]): Buffer[] => sizes.map((size) => Buffer.alloc(size, 'x'));

const APPS: Record<string, App> = {
  'os, and datagrams of a frame': {
    source: echo(`const os = require('os'); console.log(JSON.stringify(os.networkInterfaces()), os.cpus().length);`),
    port: 7,
    ready: /^ready/m,
    questions: sized(64, 1400),
  },
  'sixteen sockets': {
    source: echo(`for (let i = 1; i < 16; i++) dgram.createSocket('udp4').bind(7000 + i);`),
    port: 7,
    ready: /^ready/m,
    questions: sized(64, 1400),
  },
  'a hundred timers, promises and a map of a thousand': {
    source: echo(`
const seen = new Map();
for (let i = 0; i < 1000; i++) seen.set(i, i);
for (let i = 0; i < 100; i++) setInterval(() => Promise.resolve(i).then((n) => seen.set(n, n)), 50 + i);`),
    port: 7,
    ready: /^ready/m,
    questions: sized(64),
  },
  'Buffers of 48 KiB': {
    source: echo(`const held = Array.from({ length: 6 }, () => Buffer.alloc(8192)); globalThis.held = held;`),
    port: 7,
    ready: /^ready/m,
    questions: sized(64, 1400),
  },
};

/** Each question so often: garbage of a few seconds must not add up. */
const ROUNDS = 25;

const missing = (engine: Engine): string | false => {
  if (engine === 'quickjs') return false;
  const why = engineMissing(engine);
  if (why) return why;
  const there = fs.existsSync(path.join(jerryscriptPrefix(), JERRY_TARGET, 'lib/libjerry-core.a'));
  return there ? false : `JerryScript is not installed for ${JERRY_TARGET}`;
};

function onBoard(
  engine: Engine,
  file: string,
  body: (board: Board, host: Host, next: () => Promise<Buffer>) => Promise<void>,
): Promise<void> {
  return besideHost({ name: NAME, engine, file, words: ['host=board0'] }, async (board, host) => {
    const answers: Buffer[] = [];
    let wake = (): void => undefined;
    host.serve(5000, ({ payload }: Request) => {
      answers.push(Buffer.from(payload));
      wake();
      return undefined;
    });
    const next = async (): Promise<Buffer> => {
      while (answers.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      return answers.shift() as Buffer;
    };
    const ended = board.exited.then(({ code }) => {
      throw new Error(`the board ended with ${code}:\n${board.output}`);
    });
    ended.catch(() => undefined);
    await body(board, host, () => Promise.race([next(), ended]));
  });
}

for (const engine of engines()) {
  const options = { skip: missing(engine), timeout: 120_000 };
  const fits = (name: string, file: () => string, { port, ready, questions }: Omit<App, 'source'>): void => {
    test(`${name} (${engine})`, options, async () => {
      await onBoard(engine, file(), async (board, host, next) => {
        await board.waitFor(ready, 20_000);
        for (let round = 0; round < ROUNDS; round++) {
          for (const question of questions) {
            host.send(5000, THERE, port, question, MAC);
            assert.ok((await next()).length > 0);
          }
        }
      });
    });
  };
  const written = (source: string): string => {
    const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'tinygram-')), 'app.js');
    fs.writeFileSync(file, source);
    return file;
  };
  for (const name of templateNames()) {
    const { port, ready, question } = TEMPLATES[name]!;
    const questions = name === 'echo' ? sized(40, 1400) : [question];
    const file = templateFile(name);
    fits(`the template ${name} fits`, () => file, { port, ready, questions });
  }
  for (const [name, app] of Object.entries(APPS)) fits(`${name} fit`, () => written(app.source), app);

  test(`the heap is the chip's, and full it ends with 70 and figures (${engine})`, options, async () => {
    const source = `console.log('heap', process.memoryUsage().heapTotal);
const all = []; for (;;) all.push({ text: String(all.length), next: [all.length] });`;
    await onBoard(engine, written(source), async (board) => {
      const { code } = await board.exited;
      assert.equal(code, 70, board.output);
      assert.doesNotMatch(board.output, /Uncaught null/);
      assert.match(board.output, /out of memory: the script heap of \d+ KiB is full/);
      const heap = Number(/^heap (\d+)/m.exec(board.output)?.[1]);
      assert.ok(heap <= HEAP[engine] && heap > HEAP[engine] * 0.98, `heap of ${heap}`);
    });
  });
}
