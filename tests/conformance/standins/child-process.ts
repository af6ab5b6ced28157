/*
 * child-process.ts: our stand-in for `child_process`. fork() of the test's own file asks the runner for one more
 * board with the same image and other arguments; the runner carries messages, exit and kill between the two.
 */
import events = require('events');
import harness = require('./harness');

type Callback = (error: Error | null) => void;

let lastId = 0;
const children: { [id: string]: ChildProcess } = {};

/** A forked board as its parent sees it: Node's ChildProcess, without streams. */
export class ChildProcess extends events.EventEmitter {
  readonly pid: number;
  connected = true;
  killed = false;
  exitCode: number | null = null;
  signalCode: string | null = null;
  private held = false;
  readonly stdin = null;
  readonly stdout = null;
  readonly stderr = null;

  constructor(
    private readonly id: number,
    readonly spawnargs: string[],
  ) {
    super();
    this.pid = 1000 + id;
  }

  send(message: unknown, ...rest: unknown[]): boolean {
    const last = rest[rest.length - 1];
    const done = typeof last === 'function' ? (last as Callback) : undefined;
    if (!this.connected) {
      const error = new Error('Channel closed') as Error & { code: string };
      error.code = 'ERR_IPC_CHANNEL_CLOSED';
      process.nextTick(() => {
        if (done !== undefined) done(error);
        else this.emit('error', error);
      });
      return false;
    }
    harness.post({ $send: { id: this.id, message } });
    if (done !== undefined) process.nextTick(done, null);
    return true;
  }

  kill(signal?: string | number): boolean {
    if (this.exitCode !== null || this.signalCode !== null) return false;
    this.killed = true;
    harness.post({ $kill: { id: this.id, signal: signal === undefined ? 'SIGTERM' : String(signal) } });
    return true;
  }

  disconnect(): void {
    if (this.connected) {
      this.connected = false;
      harness.post({ $disconnect: { id: this.id } });
      process.nextTick(() => this.emit('disconnect'));
    }
  }

  ref(): void {
    if (!this.held && children[this.id] === this) {
      this.held = true;
      harness.hold();
    }
  }

  unref(): void {
    if (this.held) {
      this.held = false;
      harness.release();
    }
  }
}

function hear(envelope: { [key: string]: unknown }): void {
  const key = Object.keys(envelope)[0]!;
  const news = envelope[key] as { id: number; message?: unknown; code?: number | null; signal?: string | null };
  const child = children[news.id];
  if (child === undefined) return;
  if (key === '$message') {
    child.emit('message', news.message, undefined);
  } else if (key === '$exit') {
    delete children[news.id];
    child.unref();
    child.exitCode = news.code === undefined ? null : news.code;
    child.signalCode = news.signal === undefined ? null : news.signal;
    if (child.connected) {
      child.connected = false;
      child.emit('disconnect');
    }
    child.emit('exit', child.exitCode, child.signalCode);
    child.emit('close', child.exitCode, child.signalCode);
  }
}

harness.hear(hear);

/** Starts the test's own file once more, on a board of its own, with these arguments. */
export function fork(file: string, args?: unknown[]): ChildProcess {
  if (!harness.present) throw new Error('fork() needs the conformance runner at the other end of the channel');
  if (file !== process.argv[1] && file !== __filename)
    throw new Error('fork() starts only the test itself, not ' + file);
  const id = ++lastId;
  const list = (args === undefined ? [] : args).map(String);
  const child = new ChildProcess(id, [file].concat(list));
  children[id] = child;
  child.ref();
  harness.post({ $fork: { id, args: list } });
  return child;
}
