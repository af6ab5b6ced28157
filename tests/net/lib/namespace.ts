/*
 * namespace.ts: Linux network namespaces of the test's own: one whose kernel is a station of the link through a TAP, or
 * two that a cable of the kernel's (veth) joins.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Link } from '#toolchain/lab/switch';
import { Remote, type Wire } from './remote';

const ROOT = path.resolve(__dirname, '../../../..');
const BRIDGE_SOURCE = path.join(ROOT, 'tests/net/tapbridge.c');
const BRIDGE = path.join(ROOT, 'build/tests/net/tapbridge');

let made = 0;

/** Why no namespace can be made here, or false: what a test hands to node:test's `skip`. */
export function namespaceMissing(): string | false {
  if (process.getuid?.() !== 0) return 'a network namespace needs root';
  if (!fs.existsSync('/dev/net/tun')) return 'there is no /dev/net/tun';
  for (const tool of ['ip', 'gcc']) {
    if (!(process.env.PATH ?? '').split(':').some((folder) => fs.existsSync(path.join(folder, tool))))
      return `there is no ${tool} (Debian package ${tool === 'ip' ? 'iproute2' : tool})`;
  }
  try {
    const probe = `tg-${process.pid}-probe`;
    execFileSync('ip', ['netns', 'add', probe], { stdio: 'pipe' });
    execFileSync('ip', ['netns', 'del', probe], { stdio: 'pipe' });
  } catch (error) {
    return `no network namespace can be made here: ${String((error as { stderr?: Buffer }).stderr).trim()}`;
  }
  return false;
}

function bridge(): string {
  const built = fs.statSync(BRIDGE, { throwIfNoEntry: false });
  if (built === undefined || built.mtimeMs < fs.statSync(BRIDGE_SOURCE).mtimeMs) {
    fs.mkdirSync(path.dirname(BRIDGE), { recursive: true });
    const partial = `${BRIDGE}.${process.pid}`;
    execFileSync('gcc', ['-std=c11', '-O1', '-Wall', '-Wextra', '-Werror', '-o', partial, BRIDGE_SOURCE]);
    fs.renameSync(partial, BRIDGE);
  }
  return BRIDGE;
}

/** Removes namespaces that a test left behind because it was ended from outside. */
function sweep(): void {
  for (const match of execFileSync('ip', ['netns', 'list'], { encoding: 'utf8' }).matchAll(/^(tg-(\d+)-\d+)\b/gm)) {
    if (!fs.existsSync(`/proc/${match[2]}`)) {
      try {
        execFileSync('ip', ['netns', 'del', match[1]!], { stdio: 'pipe' });
      } catch {
        // Another test has swept it.
      }
    }
  }
}

/** A namespace, its loopback is up. */
export class Namespace {
  readonly name = `tg-${process.pid}-${++made}`;
  private readonly children = new Set<ChildProcess>();

  private constructor() {
    sweep();
    execFileSync('ip', ['netns', 'add', this.name]);
    this.ip('link', 'set', 'lo', 'up');
  }

  /**
   * Makes a namespace on the link as station `kernel`, with these addresses ("192.168.77.1/24", "fd77::1/64") of its
   * TAP, which is called tap0.
   */
  static async open(link: Link, addresses: string[]): Promise<Namespace> {
    const space = new Namespace();
    try {
      const place = await link.plug('kernel');
      const child = space.spawn([bridge(), 'tap0', place]);
      await new Promise<void>((resolve, reject) => {
        child.stdout!.once('data', () => resolve());
        child.once('exit', (code) => reject(new Error(`tapbridge ended with ${code}`)));
      });
      space.ip('link', 'set', 'lo', 'multicast', 'on');
      space.exec('sysctl', '-qw', 'net.ipv6.conf.tap0.accept_dad=0', 'net.ipv6.conf.tap0.router_solicitations=0');
      for (const address of addresses)
        space.ip('address', 'add', address, 'dev', 'tap0', ...(address.includes(':') ? ['nodad'] : ['broadcast', '+']));
      space.ip('link', 'set', 'tap0', 'up');
      await space.settled();
      return space;
    } catch (error) {
      space.close();
      throw error;
    }
  }

  /** Two namespaces on one cable, its ends called eth0, at 10.9.0.1 and .2 of 24 bits, fd99::1 and ::2 of 64. */
  static pair(): [Namespace, Namespace] {
    const spaces: [Namespace, Namespace] = [new Namespace(), new Namespace()];
    const [one, other] = spaces;
    const end = ['peer', 'name', 'eth0', 'netns', other.name];
    execFileSync('ip', ['link', 'add', 'name', 'eth0', 'netns', one.name, 'type', 'veth', ...end]);
    spaces.forEach((space, i) => {
      space.exec('sysctl', '-qw', 'net.ipv6.conf.eth0.accept_dad=0');
      space.ip('address', 'add', `10.9.0.${i + 1}/24`, 'dev', 'eth0', 'broadcast', '+');
      space.ip('address', 'add', `fd99::${i + 1}/64`, 'dev', 'eth0', 'nodad');
      space.ip('link', 'set', 'eth0', 'up');
    });
    return spaces;
  }

  /** Runs `ip` in the namespace and gives its output. */
  ip(...args: string[]): string {
    return execFileSync('ip', ['-n', this.name, ...args], { encoding: 'utf8' });
  }

  /** Runs a program in the namespace to its end and gives its output. */
  exec(...command: string[]): string {
    const args = ['netns', 'exec', this.name, ...command];
    return execFileSync('ip', args, { encoding: 'utf8', stdio: 'pipe', timeout: 60000 });
  }

  /** Starts a program in the namespace; it ends with the namespace. */
  spawn(command: string[]): ChildProcess {
    const child = spawn('ip', ['netns', 'exec', this.name, ...command], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.children.add(child);
    child.once('exit', () => this.children.delete(child));
    return child;
  }

  /** The same; what it prints is gathered in the answer's `output`, on stderr too unless that is inherited. */
  run(command: string[], options: { cwd?: string; stderr?: 'inherit' } = {}): Running {
    const { cwd, stderr = 'pipe' } = options;
    const child = spawn('ip', ['netns', 'exec', this.name, ...command], { cwd, stdio: ['pipe', 'pipe', stderr] });
    this.children.add(child);
    return new Running(child);
  }

  /** Starts Node in the namespace with agent.ts. */
  async node(name = 'Node'): Promise<Remote> {
    const child = spawn('ip', ['netns', 'exec', this.name, process.execPath, path.join(__dirname, 'agent.js')], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.children.add(child);
    const wire: Wire = { send: (value) => child.send(value as object), receive: () => undefined };
    const remote = new Remote(name, wire);
    child.on('message', (value) => wire.receive(value));
    child.once('exit', (code, signal) => {
      this.children.delete(child);
      remote.lost(`ended with ${code ?? signal}`);
    });
    return remote.ready();
  }

  /** Asks what runs in it to end, gives it 5 seconds to do so, and removes it. */
  async stop(): Promise<void> {
    for (const child of this.children) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = once(child, 'close');
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
      await ended;
      clearTimeout(timer);
    }
    this.close();
  }

  /** Ends what runs in it, at once, and removes it. Harmless when repeated. */
  close(): void {
    for (const child of this.children) child.kill('SIGKILL');
    this.children.clear();
    try {
      execFileSync('ip', ['netns', 'del', this.name], { stdio: 'pipe' });
    } catch {
      // Gone already.
    }
  }

  /** Waits until the TAP's own link-local address can be used. */
  private async settled(): Promise<void> {
    for (let i = 0; i < 100; i++) {
      if (/fe80:/.test(this.ip('-6', 'address', 'show', 'dev', 'tap0', 'scope', 'link', '-tentative'))) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error('the TAP got no IPv6 link-local address within 2 s');
  }
}

/** A program in a namespace, and what it has printed so far. */
export class Running {
  output = '';
  /** The program has ended, and all that it printed is in `output`. */
  readonly closed: Promise<[code: number | null]>;

  constructor(private readonly child: ChildProcess) {
    this.closed = once(child, 'close') as Promise<[number | null]>;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (data: Buffer) => {
        this.output += data.toString();
        child.emit('text');
      });
    }
  }

  /** Resolves with what matches in all that it has printed; rejects with all of it when it ends or the time is up. */
  prints(pattern: RegExp, milliseconds = 30_000): Promise<RegExpExecArray> {
    const { child } = this;
    return new Promise((resolve, reject) => {
      const done = (): void => {
        clearTimeout(timer);
        child.off('text', look).off('close', fail);
      };
      const look = (): void => {
        const match = pattern.exec(this.output);
        if (!match) return;
        done();
        resolve(match);
      };
      const fail = (): void => {
        done();
        reject(new Error(`${String(pattern)} was not printed, but:\n${this.output}`));
      };
      const timer = setTimeout(fail, milliseconds);
      child.on('text', look).on('close', fail);
      look();
      if (child.exitCode !== null && !pattern.test(this.output)) fail();
    });
  }

  end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.child.kill(signal);
    return this.closed.then(([code]) => code);
  }
}
