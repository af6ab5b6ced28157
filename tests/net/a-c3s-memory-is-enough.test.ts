/* The board with the memory that ports/esp32 has on a C3: JerryScript's heap of 64 KiB (QuickJS's of 1 MiB, which is in
 * external RAM), 24 KiB of stack, 16 sockets, 64 KiB of Buffers. The templates and some apps of more must fit. */
import assert from 'node:assert';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { test } from 'node:test';
import { startBoard } from '#toolchain/boards/board';
import { inRoot, jerryscriptPrefix, type Engine } from '#toolchain/build/paths';
import { buildFirmware, buildImage } from '#toolchain/commands/build';
import { templateNames } from '#toolchain/commands/new';
import { Link, macFor } from '#toolchain/lab/switch';
import { engineMissing, engines } from '../runner/targets';
import { Host, type Request } from './lib/host';

const NAME = 'mps2-an385-c3';
const HERE = '192.168.77.9';
const THERE = '192.168.77.2';
const MAC = macFor(NAME);
/** JerryScript's heap is its install's: this one has 64 KiB. */
const JERRY_TARGET = 'cortex-m3-small';
const HEAP: Record<Engine, number> = { jerryscript: 64 * 1024, quickjs: 1024 * 1024 };

interface App {
  source: string;
  port: number;
  ready: RegExp;
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

const QUESTIONS: Record<string, Omit<App, 'source'>> = {
  echo: { port: 41234, ready: /listening 0\.0\.0\.0:41234/, questions: sized(40, 1400) },
  sensor: { port: 41234, ready: /sensor listening/, questions: [Buffer.from('read')] },
  coap: {
    port: 5683,
    ready: /CoAP server listening/,
    questions: [Buffer.from('40010001b56c69676874', 'hex')],
  },
  discovery: {
    port: 5353,
    ready: /listens for questions/,
    questions: [Buffer.from('\0\x09\0\0\0\x01\0\0\0\0\0\0\x09_tinygram\x04_udp\x05local\0\0\x0c\0\x01', 'latin1')],
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

async function onBoard(
  engine: Engine,
  file: string,
  body: (board: Awaited<ReturnType<typeof startBoard>>, host: Host, next: () => Promise<Buffer>) => Promise<void>,
): Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tinygram-'));
  const link = Link.open();
  const host = new Host(link, HERE);
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
  try {
    const firmware = await buildFirmware('qemu-arm', engine, NAME);
    const out = path.join(folder, 'app.tgi');
    const { image } = await buildImage(file, { engine, port: 'qemu-arm', board: NAME, release: true, out });
    const board = await startBoard({
      port: 'qemu-arm',
      board: NAME,
      firmware,
      image,
      timeoutMs: 60_000,
      words: [`ip=${THERE}/24`, `mac=${MAC}`, 'host=board0'],
      network: { kind: 'link', socket: await link.plug(NAME) },
    });
    const ended = board.exited.then(({ code }) => {
      throw new Error(`the board ended with ${code}:\n${board.output}`);
    });
    ended.catch(() => undefined);
    try {
      await body(board, host, () => Promise.race([next(), ended]));
    } finally {
      board.kill();
      await board.exited;
    }
  } finally {
    host.close();
    await link.close();
    fs.rmSync(folder, { recursive: true, force: true });
  }
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
    fits(`the template ${name} fits`, () => inRoot('toolchain', 'templates', name, 'src', 'app.ts'), QUESTIONS[name]!);
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
