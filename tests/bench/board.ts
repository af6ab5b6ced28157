/*
 * board.ts: a board that counts instructions, and a peer beside it on a virtual link.
 *
 * The board is firmware built with BENCH=1 (ports/qemu-arm/bench.h) under QEMU with -icount shift=6. A window reaches
 * from the moment a frame has woken the processor to its next sleep: reading the chip, lwIP, script, jobs, frees and
 * collection are in it, idle time is not. Windows are exact to the instruction. For the same figures in every run
 *  - the peer sends a fixed sequence of payloads from a fixed address and port, each after the board has said that it
 *    sleeps, that everything of the datagram before is done, and that no timer of lwIP's is due soon;
 *  - a window that was not clean all the same (a timer ran in it, or another frame came) does not count: the whole
 *    run is made again, and the datagram of that number, with the same history behind it, gives the count.
 * These are instructions, not cycles of a Cortex-M3: a load or store of many registers counts as one.
 */
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as net from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import { type Board, startBoard } from '#toolchain/boards/board';
import { Link, macFor } from '#toolchain/lab/switch';
import { Host } from '../net/lib/host';

export const WARM = 50;
export const COUNTED = 1000;
export const PEER = '192.168.77.1';
export const PEER_PORT = 5000;
const BOARD = '192.168.77.2';
const BOARD_NAME = 'bench';
const ATTEMPTS = 5;
const PATIENCE_MS = 20_000;
const LATE_MS = 2000;

/** Nanoseconds of an instruction under -icount shift=6, and of a tick of the board's clock. */
export const INSTRUCTION_NS = 64;
export const TICK_NS = 40;

/** Ends boards with this program when it is ended from outside. */
export function endWithSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));
}

export interface BenchBoard {
  firmware: string;
  /** A board of ports/qemu-arm/boards; the first. */
  board?: string;
  image?: string;
  env?: Record<string, string | number>;
}

/** From a wake of the processor to its next sleep. */
export interface Window {
  /** Whether a frame had woken it. */
  frame: boolean;
  received: number;
  sent: number;
  /** No timer of lwIP's ran in it. */
  clean: boolean;
  instructions: number;
  /** The board's time at its end, in milliseconds. */
  time: number;
}

export class CountingBoard {
  readonly windows: Window[] = [];
  /** Instructions from reset to the start of the clock. */
  bootInstructions = 0;
  /** Bytes, known when the program has ended by itself: of the script's stack, and held by malloc(). */
  stack = 0;
  malloc = 0;
  /** Instructions that the board could have executed while it slept, known then too. */
  idleInstructions = 0;
  /** Resolves when the program has ended and all that it reported is here. */
  readonly ended: Promise<void>;
  private ready = false;
  private heard: (() => void) | undefined;
  private rest = '';

  constructor(
    readonly board: Board,
    readonly peer: Host,
    report: Promise<net.Socket>,
  ) {
    const closed = report.then((socket) => {
      socket.on('data', (data: Buffer) => this.take(data.toString('latin1')));
      return new Promise<void>((resolve) => socket.once('close', resolve));
    });
    // A board that never connected has ended too.
    const late = board.exited.then(() => new Promise<void>((resolve) => setTimeout(resolve, LATE_MS)));
    this.ended = board.exited.then(() => Promise.race([closed, late]));
  }

  /** Something has happened that until() may wait for. */
  look(): void {
    this.heard?.();
  }

  /** Resolves when `done` says so, asked after every report of the board and every look(). */
  async until(done: () => boolean, what: string): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    let ended = false;
    void this.board.exited.then(() => {
      ended = true;
      this.look();
    });
    while (!done()) {
      if (ended || Date.now() > deadline)
        throw new Error(`no ${what} from the board:\n${this.board.output}${this.board.diagnostics}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 1000);
        this.heard = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.heard = undefined;
  }

  /** Resolves when the board sleeps and a frame may be sent. */
  asleep(): Promise<void> {
    return this.until(() => this.ready, 'sleep');
  }

  /**
   * Sends a datagram to the port and resolves with the windows from then until the board sleeps again, all that the
   * datagram caused being done.
   */
  async ask(port: number, payload: Buffer): Promise<Window[]> {
    await this.asleep();
    this.ready = false;
    const before = this.windows.length;
    this.peer.send(PEER_PORT, BOARD, port, payload, macFor(BOARD_NAME));
    await this.until(() => this.ready && this.windows.slice(before).some((window) => window.received > 0), 'window');
    return this.windows.slice(before);
  }

  private take(text: string): void {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop()!;
    for (const line of lines) {
      const [word, ...rest] = line.split(' ');
      const numbers = rest.map(Number);
      if (word === 'r') {
        this.ready = true;
      } else if (word === 'w') {
        const [received, sent, clean, instructions, time] = numbers.slice(1) as [
          number,
          number,
          number,
          number,
          number,
        ];
        this.windows.push({ frame: rest[0] === 'f', received, sent, clean: clean === 1, instructions, time });
        this.ready = false;
      } else if (word === 'boot') {
        this.bootInstructions = Math.round((numbers[0]! * TICK_NS) / INSTRUCTION_NS);
      } else if (word === 'memory') {
        [this.stack, this.malloc] = numbers as [number, number];
      } else if (word === 'idle') {
        this.idleInstructions = Math.round((numbers[0]! * TICK_NS) / INSTRUCTION_NS);
      }
    }
    this.look();
  }
}

/** Where QEMU's second serial port connects to. */
async function listenForReports(): Promise<{ args: string[]; report: Promise<net.Socket>; close(): void }> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tinygram-bench-'));
  const place = path.join(folder, 'uart1');
  const server = net.createServer();
  const report = new Promise<net.Socket>((resolve) => server.once('connection', resolve));
  await once(server.listen(place), 'listening');
  return {
    args: ['-chardev', `socket,id=bench,path=${place},server=off`, '-serial', 'chardev:bench'],
    report,
    close: () => {
      server.close();
      void report.then((socket) => socket.destroy());
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Starts a counting board on a link with one peer, hands it to body, and ends it after that. */
export async function onCountingBoard<T>(
  options: BenchBoard,
  body: (counting: CountingBoard) => Promise<T>,
): Promise<T> {
  const link = Link.open();
  const socket = await link.plug('board');
  const peer = new Host(link, PEER);
  const reports = await listenForReports();
  const board = await startBoard({
    port: 'qemu-arm',
    firmware: options.firmware,
    ...(options.board === undefined ? {} : { board: options.board }),
    ...(options.image === undefined ? {} : { image: options.image }),
    words: [
      `ip=${BOARD}/24`,
      `mac=${macFor(BOARD_NAME)}`,
      `env.PEER=${PEER}`,
      'env.TINYGRAM_EXPOSE_INTERNALS=1',
      ...Object.entries(options.env ?? {}).map(([name, value]) => `env.${name}=${value}`),
    ],
    network: { kind: 'link', socket },
    icount: 6,
    extraArgs: reports.args,
    timeoutMs: 120_000,
  });
  try {
    return await body(new CountingBoard(board, peer, reports.report));
  } finally {
    board.kill();
    await board.exited;
    peer.close();
    reports.close();
    await link.close();
  }
}

/** A payload whose bytes depend on its number, so that every run sends the same sequence. */
function payloadOf(size: number, number: number): Buffer {
  const payload = Buffer.alloc(size);
  for (let i = 0; i < size; i++) payload[i] = (i * 31 + number * 7) & 255;
  return payload;
}

export interface Exchange {
  /** Bytes that the peer sends. */
  size: number;
  /** Bytes that come back: an echo when absent; none when 0. */
  answer?: number;
  /** Sockets on consecutive ports from 7, asked in turn; 1. */
  ports?: number;
}

/** Fills in the counts that are not known yet; false when some stay unknown. */
async function askAll(counting: CountingBoard, exchange: Exchange, counts: number[]): Promise<boolean> {
  const answers: Buffer[] = [];
  counting.peer.serve(PEER_PORT, (request) => {
    answers.push(request.payload);
    counting.look();
    return undefined;
  });
  await counting.board.waitFor('listening', PATIENCE_MS);
  await counting.asleep();
  counting.peer.askFor(BOARD);
  await counting.until(() => counting.peer.knows(BOARD), 'answer to ARP');
  const answer = exchange.answer ?? exchange.size;
  let known = true;
  for (let number = 0; number < WARM + COUNTED; number++) {
    const payload = payloadOf(exchange.size, number);
    const windows = await counting.ask(7 + (number % (exchange.ports ?? 1)), payload);
    if (answer > 0) await counting.until(() => answers.length > 0, 'answer');
    const got = answers.shift();
    if (got !== undefined && (got.length !== answer || (exchange.answer === undefined && !got.equals(payload))))
      throw new Error(`datagram ${number} of ${exchange.size} bytes came back wrong`);
    const at = number - WARM;
    if (at < 0 || counts[at] !== undefined) continue;
    const [window] = windows.filter(({ received }) => received > 0);
    if (window?.frame && window.clean && window.received === 1 && window.sent === (answer > 0 ? 1 : 0))
      counts[at] = window.instructions;
    else known = false;
  }
  return known;
}

/** Instructions of each of COUNTED datagrams after WARM that are not counted. */
export async function countExchange(options: BenchBoard, exchange: Exchange): Promise<number[]> {
  const counts: number[] = [];
  for (let attempt = 0; attempt < ATTEMPTS; attempt++)
    if (await onCountingBoard(options, (counting) => askAll(counting, exchange, counts))) return counts;
  throw new Error(`in ${ATTEMPTS} runs a timer of the board or a second frame fell into the window of a datagram`);
}
