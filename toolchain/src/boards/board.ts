/**
 * Boards as child processes: an emulated one (qemu.ts) or the host port (host.ts), started and watched the same way.
 *
 *   const board = await startBoard({ port: 'qemu-arm', firmware, image, words: ['ip=192.168.77.2/24'],
 *     network: { kind: 'link', socket: '/…/switch.sock' }, channel: true, timeoutMs: 10_000 });
 *   board.on('channel', (line) => …);            // a line of JSON text from process.send()
 *   await board.waitFor(/server listening/, 5_000);
 *   board.send('{"go":true}');
 *   const { code } = await board.exited;         // never rejects
 *
 * Every board ends: by itself, by kill(), by its time limit, or with this process.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import type * as net from 'node:net';
import { StringDecoder } from 'node:string_decoder';
import { firmwarePath, type Engine, type Port } from '../build/paths';
import { isProgramThere, missingProgram, UserError } from '../user_error';
import { ChannelLines } from './channel_lines';
import { hostCommand } from './host';
import { qemuCommand } from './qemu';

export type BoardNetwork =
  /** No interface but loopback. */
  | { kind: 'none' }
  /** A virtual Ethernet switch that listens on this unix socket already (lab/switch.ts). */
  | { kind: 'link'; socket: string }
  /** A TAP device that exists already. */
  | { kind: 'tap'; name: string };

/** The path of a firmware, or the engine of the build's own. */
export type BoardFirmware = { firmware: string } | { firmware?: undefined; engine: Engine };

export type BoardOptions = BoardFirmware & RunOptions;

/** How a firmware is run. */
export interface RunOptions {
  port: Port;
  /** A board of ports/<port>/boards; the port's first. */
  board?: string;
  /** Path of the app image; without it the board starts without an app. */
  image?: string;
  /** Boot options, one word each, without image=, net= and channel=, which come from the other fields. */
  words?: string[];
  /** The app's process.argv after the program's name. */
  argv?: string[];
  /** Default: none. */
  network?: BoardNetwork;
  /** Give the board a channel to this process. */
  channel?: boolean;
  /** The board is killed after so many milliseconds; default: never. */
  timeoutMs?: number;
  /** QEMU: count instructions, each 2^icount ns. */
  icount?: number;
  /** With icount: idle time passes at once, so that the board's clock depends on nothing outside. */
  skipIdle?: boolean;
  /** More arguments for QEMU; none for the host. */
  extraArgs?: string[];
  /** Takes what QEMU writes to its stderr, such as the log of -d, in place of `diagnostics`; a chunk at a time. */
  onLog?: (data: Buffer) => void;
  /** Runs the program through another one, as in ['ip', 'netns', 'exec', 'name'] or ['nice']. */
  wrapper?: string[];
  /** Environment of the process (not of the app, which has words env.NAME=value); default: this process's. */
  env?: NodeJS.ProcessEnv;
}

export interface BoardExit {
  /** The app's code; 73 for a processor lock-up or a fatal signal, 124 after the time limit, 137 after kill(). */
  code: number;
  reason: 'exit' | 'crash' | 'timeout' | 'killed';
  /** The signal that ended the process, if one did. */
  signal?: NodeJS.Signals;
}

/** How a port's module starts its process. */
export interface BoardCommand {
  program: string;
  args: string[];
  /** What the process's file descriptors from 3 on are. */
  channelFd?: 3;
  /** Resolves with the channel once the process has connected; absent without a channel or with channelFd. */
  channel?: Promise<net.Socket>;
  /** Whether stderr is console too (host), or the emulator's own messages (QEMU). */
  stderrIsConsole: boolean;
  /** Frees what the command made (sockets, folders); called once, after the process has ended. */
  cleanUp(): void;
}

const CODE_CRASH = 73;
const CODE_TIMEOUT = 124;
const CODE_KILLED = 137;

/** Console text kept for `output`; what comes after is counted in `dropped` but still emitted. */
const OUTPUT_LIMIT = 16 * 1024 * 1024;

/** What is kept of the emulator's own messages, the last of it. */
const DIAGNOSTICS_LIMIT = 64 * 1024;

/** What QEMU says of a chip that was left without a wire on purpose. */
const NO_WIRE = /^\S+: warning: nic \S+ has no peer\n/m;

/** Milliseconds that an ended board's channel may take to end. */
const CHANNEL_MS = 2000;

/** Lines for the channel may wait so long for a board that has not connected yet. */
const PENDING_LIMIT = 1024;

/** Which of a program's two outputs a text came by. */
export type Stream = 'stdout' | 'stderr';

export interface BoardEvents {
  /** Console text as it comes, UTF-8 decoded; an emulated board has one console, all of it stdout. */
  output: [text: string, stream: Stream];
  /** One line of the channel, without its newline. */
  channel: [line: string];
  exit: [exit: BoardExit];
}

const running = new Set<Board>();
process.on('exit', () => {
  for (const board of running) board.kill();
});

export class Board extends EventEmitter<BoardEvents> {
  readonly pid: number;
  /** All console text so far: stdout and stderr of the app, in the order of writing where the port keeps it. */
  output = '';
  /** What the emulator itself said; '' on the host. */
  diagnostics = '';
  /** Characters that `output` does not hold. */
  dropped = 0;
  /** Resolves when the process has ended and its output is read; never rejects. */
  readonly exited: Promise<BoardExit>;
  private link: net.Socket | undefined;
  private pending: string[] = [];
  private ending: 'timeout' | 'killed' | undefined;
  private ended = false;

  /** Use startBoard(). */
  constructor(
    private readonly child: ChildProcess,
    private readonly command: BoardCommand,
    timeoutMs?: number,
    onLog?: (data: Buffer) => void,
  ) {
    super();
    this.pid = child.pid as number;
    running.add(this);
    const console = new StringDecoder('utf8');
    child.stdout?.on('data', (data: Buffer) => this.receiveOutput(console.write(data), 'stdout'));
    const other = new StringDecoder('utf8');
    child.stderr?.on('data', (data: Buffer) => {
      if (onLog) onLog(data);
      else if (command.stderrIsConsole) this.receiveOutput(other.write(data), 'stderr');
      else this.diagnostics = (this.diagnostics + other.write(data)).replace(NO_WIRE, '').slice(-DIAGNOSTICS_LIMIT);
    });
    if (command.channelFd) this.attach(child.stdio[command.channelFd] as unknown as net.Socket);
    command.channel?.then(
      (socket) => this.attach(socket),
      () => undefined,
    );
    const timer = timeoutMs === undefined ? undefined : setTimeout(() => this.end('timeout'), timeoutMs);
    this.exited = new Promise((resolve) => {
      child.once('close', (code, signal) => {
        clearTimeout(timer);
        running.delete(this);
        this.ended = true;
        void this.channelRead().then(() => {
          this.link?.destroy();
          command.cleanUp();
          const exit = this.exitOf(code, signal);
          resolve(exit);
          this.emit('exit', exit);
        });
      });
    });
  }

  /** Sends one line (without newline) to the app's process.on('message'); a line is JSON text. */
  send(line: string): void {
    if (this.ended) return;
    if (this.link) this.link.write(`${line}\n`);
    else if (this.pending.length < PENDING_LIMIT) this.pending.push(`${line}\n`);
    else throw new Error(`${PENDING_LIMIT} channel lines wait for a board that has not connected`);
  }

  /** Ends the channel as a parent's disconnect() does; the board may still send. */
  disconnect(): void {
    if (this.command.channelFd) this.link?.end();
    else if (this.link) this.link.write('\x04');
    else this.pending.push('\x04');
  }

  /** Ends the process at once; `exited` follows. */
  kill(): void {
    this.end('killed');
  }

  /**
   * Resolves with the first match of pattern in the console text, from the start of the run. Rejects with a UserError
   * that shows the text when the board ends or timeoutMs pass first.
   */
  waitFor(pattern: RegExp | string, timeoutMs: number): Promise<RegExpExecArray> {
    const expression =
      typeof pattern === 'string'
        ? new RegExp(pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
        : new RegExp(pattern.source, pattern.flags.replace('g', ''));
    return new Promise((resolve, reject) => {
      const done = (): void => {
        clearTimeout(timer);
        this.off('output', look);
        this.off('exit', gone);
      };
      const look = (): void => {
        const match = expression.exec(this.output);
        if (!match) return;
        done();
        resolve(match);
      };
      const fail = (why: string): void => {
        done();
        const text = [this.output, this.diagnostics].filter((part) => part !== '').join('\n') || '(nothing)';
        reject(new UserError(`The board did not print ${String(expression)}: ${why}. Its console:\n${text.trimEnd()}`));
      };
      const gone = ({ code, reason }: BoardExit): void => fail(`it ended with code ${code} (${reason})`);
      const timer = setTimeout(() => fail(`${timeoutMs} ms have passed`), timeoutMs);
      this.on('output', look);
      this.on('exit', gone);
      look();
      if (this.ended) void this.exited.then(gone);
    });
  }

  /** Resolves when what the ended process wrote to its channel has been read. */
  private async channelRead(): Promise<void> {
    if (this.command.channel === undefined) return;
    // A connection that nobody has looked at yet: two turns of the event loop hold one look at all sockets.
    if (this.link === undefined) await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    const { link } = this;
    if (link === undefined || link.destroyed) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, CHANNEL_MS);
      link.once('close', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  private receiveOutput(text: string, stream: Stream): void {
    if (text === '') return;
    if (this.output.length + text.length <= OUTPUT_LIMIT) this.output += text;
    else this.dropped += text.length;
    this.emit('output', text, stream);
  }

  private attach(socket: net.Socket): void {
    this.link = socket;
    const lines = new ChannelLines((line) => this.emit('channel', line));
    socket.on('error', () => undefined);
    socket.on('data', (data: Buffer) => lines.push(data));
    for (const line of this.pending.splice(0)) {
      if (line === '\x04') this.disconnect();
      else socket.write(line);
    }
  }

  private end(why: 'timeout' | 'killed'): void {
    if (this.ended || this.ending) return;
    this.ending = why;
    this.child.kill('SIGKILL');
  }

  private exitOf(code: number | null, signal: NodeJS.Signals | null): BoardExit {
    if (code !== null) return { code, reason: 'exit' };
    const ended = signal === null ? {} : { signal };
    if (this.ending === 'timeout') return { code: CODE_TIMEOUT, reason: 'timeout', ...ended };
    if (this.ending === 'killed') return { code: CODE_KILLED, reason: 'killed', ...ended };
    return { code: CODE_CRASH, reason: 'crash', ...ended };
  }
}

/**
 * The words before a board's program that make the kernel end it with this process, also where this one is killed and
 * cannot do it itself (on Linux, by util-linux's setpriv); none where that is not to be had.
 */
function leash(): string[] {
  leashCommand ??=
    process.platform === 'linux' && spawnSync('setpriv', ['--pdeathsig', 'keep', 'true']).status === 0
      ? ['setpriv', '--pdeathsig', 'KILL', '--']
      : [];
  return leashCommand;
}
let leashCommand: string[] | undefined;

/**
 * Starts a board. Rejects with a UserError when its program cannot be started; everything later is told by `exited`.
 */
export async function startBoard(options: BoardOptions): Promise<Board> {
  const firmware = options.firmware ?? firmwarePath(options.port, options.engine, options.board);
  const { port } = options;
  const command = port === 'host' ? hostCommand(firmware, options) : await qemuCommand(firmware, { ...options, port });
  const own = [...(options.wrapper ?? []), command.program, ...command.args];
  const wanted = own[0] as string;
  // What is not there is said of the program, not of the one that would start it.
  if (!isProgramThere(wanted)) {
    command.cleanUp();
    throw missingProgram(wanted);
  }
  const [program, ...args] = [...leash(), ...own] as [string, ...string[]];
  // A process group of its own: a Ctrl-C in the terminal is for us, and we end the board.
  const child = spawn(program, args, {
    detached: true,
    env: options.env ?? process.env,
    stdio: command.channelFd ? ['ignore', 'pipe', 'pipe', 'pipe'] : ['ignore', 'pipe', 'pipe'],
  });
  try {
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', (error: NodeJS.ErrnoException) =>
        reject(error.code === 'ENOENT' ? missingProgram(program) : new UserError(`${program}: ${error.message}`)),
      );
    });
  } catch (error) {
    command.cleanUp();
    throw error;
  }
  return new Board(child, command, options.timeoutMs, options.onLog);
}
