/**
 * What an app executes on the emulated board, as a tree of calls.
 *
 * QEMU logs every instruction; nothing is sampled and nothing is added to the firmware. Where the engine's interpreter
 * begins the board stops for a moment, its clock too, and is asked which JavaScript function is about to run
 * (engines/interpreter.ts). The log and the stops keep one order: the n-th stop is the n-th time that this address is
 * in the log.
 */
import * as dgram from 'node:dgram';
import * as net from 'node:net';
import * as path from 'node:path';
import { type Board, startBoard } from '../boards/board';
import type { Engine } from '../build/paths';
import { versionOf } from '../build/tools';
import { boardAddresses, boardWords, Gateway } from '../lab/gateway/gateway';
import { Link, macFor } from '../lab/switch';
import { engineCode } from '../engines/engine';
import type { Interpreter, ScriptFunction } from '../engines/interpreter';
import { removeTemporaryFolder, temporaryFolder } from '../temporary';
import { UserError } from '../user_error';
import { loadedOf } from './elf';
import type { FirmwareFacts } from './facts';
import { Stub } from './stub';
import { ThumbCode } from './thumb';
import { Calls } from './trace';

export interface Recording {
  engine: Engine;
  firmware: string;
  facts: FirmwareFacts;
  image: string;
  /** Boot-option words and the app's process.argv. */
  words: string[];
  argv: string[];
  /** A text for a function. */
  label: (running: ScriptFunction) => string;
  /** Begins when the console has shown this; without it at reset, or with `send` once a datagram was answered. */
  after: string | undefined;
  /** Datagrams to send one after the other; 0: until the app ends. */
  send: number;
  /** Of each datagram, in bytes. */
  size: number;
  /** The board's UDP port that they go to. */
  to: number;
  /** Ends after so many instructions. */
  limit: number;
  onOutput: (text: string) => void;
}

export interface Recorded {
  calls: Calls;
  /** Datagrams that were sent while instructions were counted, and how many of them had an answer. */
  sent: number;
  answered: number;
}

const BOARD = 'b1';
/** Datagrams before those that are counted, so that caches and pools are as they will be. */
const WARM = 20;
/** How long an app that has never answered is asked for its first answer, and how often. */
const FIRST_ANSWER_MS = 10_000;
const ASK_MS = 250;
/** How long an answer is waited for: of an app that has answered, and of one that never did. */
const ANSWER_MS = 10_000;
const SILENT_MS = 500;
/** What the app still does after its answer. */
const REST_MS = 5;
const CONSOLE_MS = 60_000;
const WHOLE_MS = 600_000;

/** QEMU's monitor, to turn the log on. */
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
      if (attempt === 1000) throw new Error('QEMU offers no monitor');
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

/**
 * Reads QEMU's log, a line an instruction: "Trace 0: host [base/address/flags/flags] symbol". Other lines are QEMU's
 * own messages. Calls `full` once after `limit` instructions, and passes over the rest.
 */
class TraceReader {
  /** QEMU's own messages. */
  messages = '';
  private rest = '';
  private done = false;

  constructor(
    private readonly calls: Calls,
    private readonly limit: number,
    private readonly full: () => void,
  ) {}

  push(chunk: Buffer): void {
    if (this.done) return; // QEMU must not wait for a reader
    const text = this.rest + chunk.toString('latin1');
    let at = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', at)) {
      if (text.startsWith('Trace ', at)) {
        const address = text.indexOf('/', at) + 1;
        this.calls.step(parseInt(text.slice(address, address + 16), 16));
      } else if (this.messages.length < 4096) {
        this.messages += text.slice(at, end + 1);
      }
      at = end + 1;
    }
    this.rest = text.slice(at);
    if (this.calls.executed < this.limit) return;
    this.done = true;
    this.full();
  }
}

/** What a datagram is full of: text, since apps print what comes. */
const letterOf = (number: number): number => 'a'.charCodeAt(0) + (number % 26);

/** The sender of datagrams: this machine, which the gateway shows to the board as 10.0.2.2. */
class Peer {
  sent = 0;
  answered = 0;
  private heard: (() => void) | undefined;
  private ended = false;

  private constructor(
    private readonly socket: dgram.Socket,
    private readonly port: number,
    private readonly size: number,
  ) {
    socket.on('message', () => {
      this.answered++;
      this.heard?.();
    });
    socket.on('error', () => undefined);
  }

  /** Sends to a UDP port of 127.0.0.1. */
  static open(port: number, size: number): Promise<Peer> {
    const socket = dgram.createSocket('udp4');
    return new Promise((resolve) => socket.bind(0, '127.0.0.1', () => resolve(new Peer(socket, port, size))));
  }

  /** Sends until the app has answered once, or for FIRST_ANSWER_MS. */
  async findAnswer(): Promise<void> {
    const until = Date.now() + FIRST_ANSWER_MS;
    while (!this.ended && this.answered === 0 && Date.now() < until) await this.exchange(ASK_MS);
    // Answers to the others must not count for those that follow.
    await new Promise((resolve) => setTimeout(resolve, ASK_MS));
  }

  /** Sends `count` datagrams, each after the answer to the one before. */
  async exchanges(count: number): Promise<void> {
    for (let i = 0; i < count && !this.ended; i++) {
      await this.exchange(this.answered > 0 ? ANSWER_MS : SILENT_MS);
      await new Promise((resolve) => setTimeout(resolve, REST_MS));
    }
  }

  close(): void {
    this.ended = true;
    this.heard?.();
    this.socket.close();
  }

  private exchange(patience: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, patience);
      this.heard = () => {
        clearTimeout(timer);
        resolve();
      };
      this.socket.send(Buffer.alloc(this.size, letterOf(this.sent++)), this.port, '127.0.0.1');
    });
  }
}

/** Lets the board run and notes what its interpreter runs, until it ends. */
async function watch(
  stub: Stub,
  interpreter: Interpreter,
  label: Recording['label'],
  running: (string | undefined)[],
): Promise<void> {
  while (await stub.resume()) {
    const script = await interpreter.running(await stub.registers(), stub);
    running.push(script === undefined ? undefined : label(script));
    await stub.step();
  }
}

/** What makes QEMU take each instruction by itself; its name changed with release 8.1. */
function oneByOne(): string[] {
  const [major = 0, minor = 0] = (versionOf('qemu-system-arm') ?? '').split('.').map(Number);
  return major > 8 || (major === 8 && minor > 0) ? ['-accel', 'tcg,one-insn-per-tb=on'] : ['-singlestep'];
}

/** Runs the app on the first board of qemu-arm, behind a gateway as `tinygram run` has it, and counts. */
export async function record(options: Recording): Promise<Recorded> {
  const { send, after, firmware, facts } = options;
  const folder = temporaryFolder('tinygram-profile-');
  const monitorPlace = path.join(folder, 'monitor');
  const stubPlace = path.join(folder, 'stub');
  const interpreter = engineCode(options.engine).profiling.interpreter(facts.interpreter);
  const running: (string | undefined)[] = [];
  const calls = new Calls(new ThumbCode(loadedOf(firmware), facts.functions), {
    entry: interpreter.entry,
    next: () => running.shift(),
  });
  const fromReset = after === undefined && send === 0;
  let full: () => void = () => undefined;
  const limited = new Promise<void>((resolve) => (full = resolve));
  const trace = new TraceReader(calls, options.limit, () => full());
  const link = Link.open();
  let gateway: Gateway | undefined;
  let peer: Peer | undefined;
  let board: Board | undefined;
  let monitor: Monitor | undefined;
  let stub: Stub | undefined;
  let watching: Promise<void> | undefined;
  let before = { sent: 0, answered: 0 };
  try {
    const addresses = boardAddresses(0);
    const socket = await link.plug(BOARD);
    const forwards = send > 0 ? [{ host: 0, board: options.to, to: addresses }] : [];
    gateway = await Gateway.open(link, { forwards });
    gateway.reserve(macFor(BOARD), addresses.ip4);
    board = await startBoard({
      port: 'qemu-arm',
      firmware,
      image: options.image,
      // Each instruction is written down, which takes longer than a watchdog would wait.
      words: [...boardWords(addresses), `mac=${macFor(BOARD)}`, 'watchdog=0', ...options.words],
      argv: options.argv,
      network: { kind: 'link', socket },
      extraArgs: [
        ...oneByOne(),
        '-qmp',
        `unix:${monitorPlace},server=on,wait=off`,
        '-gdb',
        `unix:${stubPlace},server=on,wait=off`,
        ...(fromReset ? ['-S', '-d', 'exec,nochain'] : []),
      ],
      onLog: (data) => trace.push(data),
      timeoutMs: WHOLE_MS,
    });
    board.on('output', options.onOutput);
    const ended = board.exited;
    const connected = await Promise.race([Monitor.connect(monitorPlace), ended]);
    if (!(connected instanceof Monitor))
      throw new UserError(`The emulator has ended before the app began:\n${trace.messages.trimEnd()}`);
    monitor = connected;
    if (after !== undefined) await board.waitFor(after, CONSOLE_MS);
    if (send > 0) {
      peer = await Peer.open(gateway.ports[0] as number, options.size);
      if (after === undefined) await Promise.race([peer.findAnswer(), ended]);
      await Promise.race([peer.exchanges(WARM), ended]);
      before = { sent: peer.sent, answered: peer.answered };
    }
    stub = await Stub.connect(stubPlace);
    await stub.stopAt(interpreter.entry);
    if (!fromReset) await connected.command('log exec,nochain');
    watching = watch(stub, interpreter, options.label, running);
    await Promise.race([peer?.exchanges(send) ?? ended, limited, ended, watching]);
  } finally {
    board?.kill();
    monitor?.close();
    peer?.close();
    await board?.exited;
    stub?.close();
    await watching?.catch(() => undefined); // killed while it was asked something
    gateway?.close();
    await link.close();
    removeTemporaryFolder(folder);
  }
  return {
    calls,
    sent: (peer?.sent ?? 0) - before.sent,
    answered: (peer?.answered ?? 0) - before.answered,
  };
}
