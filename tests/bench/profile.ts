/*
 * profile.ts: `make profile APP=path [ENGINE=…] [PROFILE="options"]`. Instructions by C function of an app on the
 * emulated board, as a table and as a flame graph, build/profile/<app>-<engine>.html.
 *
 * QEMU logs every instruction that the board executes; nothing is sampled and nothing is added to the firmware. The
 * board runs the app as `tinygram run` does; a peer at 192.168.77.1 on its link can send it datagrams.
 *
 * Script is seen as the engine's functions that run it: the trace holds no values, so that which JavaScript function
 * the interpreter ran at a time is not known. What a call into a binding costs shows as that binding's C function.
 */
import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as net from 'net';
import * as os from 'os';
import * as path from 'path';
import { type Board, startBoard } from '#toolchain/boards/board';
import { Link, macFor } from '#toolchain/boards/link';
import { type Engine, ENGINES, inRoot, shown, writeWhole } from '#toolchain/build/paths';
import { buildFirmware, buildImage } from '#toolchain/commands/build';
import { Host } from '../net/lib/host';
import { endWithSignals } from './board';
import { disassemblyOf } from './elf';
import { flameGraph } from './flame';
import { byFunction, Calls, instructionsOf, type Node } from './trace';

const USAGE = `usage: make profile APP=path/to/app.ts [ENGINE=quickjs|jerryscript] [PROFILE="options"]

Counts the instructions of an app on the emulated board by C function.
  --after TEXT   begin when the console has shown TEXT; default: "listening" with --send, else at reset
  --send COUNT   send so many datagrams, one after the other, and end after the last answer
  --size BYTES   of each datagram; 64
  --port PORT    of the board that they go to; 7
  --limit COUNT  end after so many instructions; 5,000,000
  --top ROWS     rows of the table; 40
The board is 192.168.77.2, its peer 192.168.77.1.

JavaScript functions are not told apart: the trace holds addresses and no values, so script shows as the engine's own
functions (JS_CallInternal, vm_loop) and as the bindings that it calls.
`;

const BOARD = '192.168.77.2';
const WARM = 20;

interface Options {
  app: string;
  engine: Engine;
  after: string | undefined;
  send: number;
  size: number;
  port: number;
  limit: number;
  top: number;
}

function optionsOf(args: string[]): Options {
  const given = new Map<string, string>();
  let app: string | undefined;
  for (let i = 0; i < args.length; i++) {
    const word = args[i]!;
    if (word.startsWith('--')) given.set(word.slice(2), args[++i] ?? '');
    else app = word;
  }
  const number = (name: string, otherwise: number): number => {
    const value = Number(given.get(name) ?? otherwise);
    if (Number.isInteger(value) && value >= 0) return value;
    throw new Error(`--${name} ${given.get(name)} is not a number\n${USAGE}`);
  };
  const engine = (given.get('engine') ?? 'quickjs') as Engine;
  if (app === undefined || !ENGINES.includes(engine)) throw new Error(USAGE);
  const send = number('send', 0);
  const after = given.get('after') ?? (send > 0 ? 'listening' : undefined);
  return { app, engine, send, after, size: number('size', 64), port: number('port', 7),
    limit: number('limit', 5_000_000), top: number('top', 40) };
}

/** QEMU's monitor, to turn the log on and off. */
class Monitor {
  private rest = '';
  private readonly waiting: (() => void)[] = [];

  private constructor(private readonly socket: net.Socket) {
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      const lines = (this.rest + data.toString()).split('\n');
      this.rest = lines.pop()!;
      for (const line of lines) if (line.includes('"return"')) this.waiting.shift()?.();
    });
  }

  static async connect(place: string): Promise<Monitor> {
    for (let attempt = 0; ; attempt++) {
      const socket = net.connect(place);
      const connected = await new Promise<boolean>((resolve) => {
        socket.once('connect', () => resolve(true));
        socket.once('error', () => resolve(false));
      });
      if (connected) {
        const monitor = new Monitor(socket);
        await monitor.ask({ execute: 'qmp_capabilities' });
        return monitor;
      }
      if (attempt === 200) throw new Error('QEMU offers no monitor');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  command(line: string): Promise<void> {
    return this.ask({ execute: 'human-monitor-command', arguments: { 'command-line': line } });
  }

  close(): void {
    this.socket.destroy();
  }

  private ask(request: object): Promise<void> {
    this.socket.write(`${JSON.stringify(request)}\n`);
    return new Promise((resolve) => this.waiting.push(resolve));
  }
}

/** Reads QEMU's log ("Trace 0: host [base/address/flags/flags] symbol", a line an instruction) to its end. */
async function readTrace(pipe: string, calls: Calls, limit: number, full: () => void): Promise<void> {
  let rest = '';
  let done = false;
  for await (const chunk of fs.createReadStream(pipe, { encoding: 'latin1', highWaterMark: 1 << 20 })) {
    if (done) continue; // QEMU must not wait for a reader
    const text = rest + (chunk as string);
    const end = text.lastIndexOf('\n');
    let at = 0;
    while (at < end) {
      const open = text.indexOf('/', at);
      if (open < 0 || open > end) break;
      const line = text.indexOf('\n', open);
      calls.step(parseInt(text.slice(open + 1, open + 9), 16));
      at = line + 1;
    }
    rest = text.slice(end + 1);
    if (calls.executed >= limit) {
      done = true;
      full();
    }
  }
}

/** Sends datagrams, each after the answer to the one before, or half a second. */
async function exchange(peer: Host, options: Options, count: number): Promise<void> {
  let answered: (() => void) | undefined;
  peer.serve(5000, () => {
    answered?.();
    return undefined;
  });
  for (let i = 0; i < count; i++) {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, 500);
      answered = () => { clearTimeout(timer); resolve(); };
      peer.send(5000, BOARD, options.port, Buffer.alloc(options.size, i), macFor('profile'));
    });
    await new Promise((resolve) => setTimeout(resolve, 5)); // what it still does after its answer
  }
}

async function record(firmware: string, image: string, options: Options): Promise<Calls> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tinygram-profile-'));
  const pipe = path.join(folder, 'trace');
  const place = path.join(folder, 'monitor');
  execFileSync('mkfifo', [pipe]);
  const link = Link.open();
  const socket = await link.plug('board');
  const peer = new Host(link, '192.168.77.1');
  const calls = new Calls(instructionsOf(disassemblyOf(firmware)));
  const fromReset = options.after === undefined;
  let full: () => void = () => undefined;
  const limited = new Promise<void>((resolve) => { full = resolve; });
  const reading = readTrace(pipe, calls, options.limit, () => full());
  let board: Board | undefined;
  let monitor: Monitor | undefined;
  try {
    board = await startBoard({
      port: 'qemu-arm', firmware, image,
      words: [`ip=${BOARD}/24`, `mac=${macFor('profile')}`, 'env.TINYGRAM_EXPOSE_INTERNALS=1'],
      network: { kind: 'link', socket },
      extraArgs: ['-singlestep', '-D', pipe, '-qmp', `unix:${place},server=on,wait=off`,
        ...(fromReset ? ['-d', 'exec,nochain'] : [])],
      timeoutMs: 300_000,
    });
    board.on('output', (text) => process.stdout.write(text));
    monitor = await Monitor.connect(place);
    if (options.after !== undefined) {
      await board.waitFor(options.after, 60_000);
      if (options.send > 0) await exchange(peer, options, WARM);
      await monitor.command('log exec,nochain');
    }
    const work = options.send > 0 ? exchange(peer, options, options.send) : board.exited;
    await Promise.race([work, limited, board.exited]);
  } finally {
    board?.kill();
    monitor?.close();
    peer.close();
    await board?.exited;
    // Without a writer that ever came, the reader would wait for one.
    fs.closeSync(fs.openSync(pipe, fs.constants.O_RDWR | fs.constants.O_NONBLOCK));
    await reading;
    await link.close();
    fs.rmSync(folder, { recursive: true, force: true });
  }
  return calls;
}

function show(root: Node, options: Options): void {
  const per = options.send > 0 ? options.send : 1;
  const cell = (value: number): string => Math.round(value / per).toLocaleString('en-US').padStart(12);
  const share = (value: number): string => `${(value / root.total * 100).toFixed(1)}%`.padStart(8);
  console.log(`\n${cell(root.total).trim()} instructions${per > 1 ? ' a datagram' : ''}`);
  console.log('         own             with calls            function');
  for (const { name, own, total } of byFunction(root).slice(0, options.top)) {
    console.log(`${cell(own)}${share(own)}${cell(total)}${share(total)}  ${name}`);
  }
}

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  if (args.length === 0 || args.includes('--help')) {
    console.log(USAGE);
    return;
  }
  endWithSignals();
  const options = optionsOf(args);
  const firmware = await buildFirmware('qemu-arm', options.engine);
  const name = path.basename(options.app).replace(/\.[^.]+$/, '');
  const out = inRoot('build', 'profile', `${name}-${options.engine}.html`);
  const { image } = await buildImage(options.app,
    { engine: options.engine, port: 'qemu-arm', release: true, out: out.replace(/html$/, 'tgi') });
  const calls = await record(firmware, image, options);
  const root = calls.finish();
  if (root.total === 0) throw new Error('the board executed nothing that could be counted');
  show(root, options);
  const what = options.send > 0 ? `${options.send} datagrams of ${options.size} bytes` : 'a run';
  writeWhole(out, flameGraph(`${name} on ${options.engine}: ${what}`, root));
  console.log(`\n${shown(out)}: flame graph`);
}

void main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
