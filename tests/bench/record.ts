/*
 * record.ts: what an app executes on the emulated board, as a tree of calls.
 *
 * QEMU logs every instruction; nothing is sampled and nothing is added to the firmware. Where the engine's interpreter
 * begins the board stops for a moment, its clock too, and is asked which JavaScript function is about to run
 * (script.ts). The log and the stops keep one order: the n-th stop is the n-th time that this address is in the log.
 */
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as net from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import { type Board, startBoard } from '#toolchain/boards/board';
import { Link, macFor } from '#toolchain/lab/switch';
import { Host } from '../net/lib/host';
import { disassemblyOf } from './elf';
import { type Interpreter, type ScriptFunction } from './script';
import { Stub } from './stub';
import { Calls, instructionsOf } from './trace';

export interface Recording {
  firmware: string;
  image: string;
  interpreter: Interpreter;
  /** A text for a function. */
  label: (running: ScriptFunction) => string;
  /** Begins when the console has shown this; at reset without it. */
  after: string | undefined;
  /** Datagrams to send one after the other; 0: until the app ends. */
  send: number;
  size: number;
  port: number;
  /** Ends after so many instructions. */
  limit: number;
  onOutput: (text: string) => void;
}

const BOARD = '192.168.77.2';
const WARM = 20;

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
async function exchange(peer: Host, options: Recording, count: number): Promise<void> {
  let answered: (() => void) | undefined;
  peer.serve(5000, () => {
    answered?.();
    return undefined;
  });
  for (let i = 0; i < count; i++) {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, 500);
      answered = () => {
        clearTimeout(timer);
        resolve();
      };
      peer.send(5000, BOARD, options.port, Buffer.alloc(options.size, i), macFor('profile'));
    });
    await new Promise((resolve) => setTimeout(resolve, 5)); // what it still does after its answer
  }
}

/** Lets the board run and notes what its interpreter runs, until it ends. */
async function watch(stub: Stub, { interpreter, label }: Recording, running: (string | undefined)[]): Promise<void> {
  while (await stub.resume()) {
    const script = await interpreter.running(await stub.registers(), stub);
    running.push(script === undefined ? undefined : label(script));
    await stub.step();
  }
}

export async function record(options: Recording): Promise<Calls> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tinygram-profile-'));
  const pipe = path.join(folder, 'trace');
  const monitorPlace = path.join(folder, 'monitor');
  const stubPlace = path.join(folder, 'stub');
  execFileSync('mkfifo', [pipe]);
  const link = Link.open();
  const socket = await link.plug('board');
  const peer = new Host(link, '192.168.77.1');
  const running: (string | undefined)[] = [];
  const calls = new Calls(instructionsOf(disassemblyOf(options.firmware)), {
    entry: options.interpreter.entry,
    next: () => running.shift(),
  });
  const fromReset = options.after === undefined;
  let full: () => void = () => undefined;
  const limited = new Promise<void>((resolve) => {
    full = resolve;
  });
  const reading = readTrace(pipe, calls, options.limit, () => full());
  let board: Board | undefined;
  let monitor: Monitor | undefined;
  let stub: Stub | undefined;
  let watching: Promise<void> | undefined;
  try {
    board = await startBoard({
      port: 'qemu-arm',
      firmware: options.firmware,
      image: options.image,
      words: [`ip=${BOARD}/24`, `mac=${macFor('profile')}`, 'env.TINYGRAM_EXPOSE_INTERNALS=1'],
      network: { kind: 'link', socket },
      extraArgs: [
        '-singlestep',
        '-D',
        pipe,
        '-qmp',
        `unix:${monitorPlace},server=on,wait=off`,
        '-gdb',
        `unix:${stubPlace},server=on,wait=off`,
        ...(fromReset ? ['-S', '-d', 'exec,nochain'] : []),
      ],
      timeoutMs: 300_000,
    });
    board.on('output', options.onOutput);
    monitor = await Monitor.connect(monitorPlace);
    if (options.after !== undefined) {
      await board.waitFor(options.after, 60_000);
      if (options.send > 0) await exchange(peer, options, WARM);
    }
    stub = await Stub.connect(stubPlace);
    await stub.stopAt(options.interpreter.entry);
    if (!fromReset) await monitor.command('log exec,nochain');
    watching = watch(stub, options, running);
    const work = options.send > 0 ? exchange(peer, options, options.send) : board.exited;
    await Promise.race([work, limited, board.exited, watching]);
  } finally {
    board?.kill();
    monitor?.close();
    peer.close();
    await board?.exited;
    stub?.close();
    // Without a writer that ever came, the reader would wait for one.
    fs.closeSync(fs.openSync(pipe, fs.constants.O_RDWR | fs.constants.O_NONBLOCK));
    await reading;
    await watching?.catch(() => undefined); // killed while it was asked something
    await link.close();
    fs.rmSync(folder, { recursive: true, force: true });
  }
  return calls;
}
