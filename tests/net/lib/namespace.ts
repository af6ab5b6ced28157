/*
 * namespace.ts: a Linux network namespace of the test's own, whose kernel is a station of the link through a TAP.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
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
  if (process.getuid?.() !== 0) {
    return 'a network namespace needs root';
  }
  if (!fs.existsSync('/dev/net/tun')) {
    return 'there is no /dev/net/tun';
  }
  for (const tool of ['ip', 'gcc']) {
    if (!(process.env.PATH ?? '').split(':').some((folder) => fs.existsSync(path.join(folder, tool)))) {
      return `there is no ${tool} (Debian package ${tool === 'ip' ? 'iproute2' : tool})`;
    }
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

/** The namespace. Its TAP is called tap0, its loopback is up. */
export class Namespace {
  readonly name = `tg-${process.pid}-${++made}`;
  private readonly children = new Set<ChildProcess>();

  private constructor() {}

  /** Makes a namespace on the link as station `kernel`, with these addresses ("192.168.77.1/24", "fd77::1/64"). */
  static async open(link: Link, addresses: string[]): Promise<Namespace> {
    sweep();
    const space = new Namespace();
    execFileSync('ip', ['netns', 'add', space.name]);
    try {
      const place = await link.plug('kernel');
      const child = space.spawn([bridge(), 'tap0', place]);
      await new Promise<void>((resolve, reject) => {
        child.stdout!.once('data', () => resolve());
        child.once('exit', (code) => reject(new Error(`tapbridge ended with ${code}`)));
      });
      space.ip('link', 'set', 'lo', 'up', 'multicast', 'on');
      space.exec('sysctl', '-qw', 'net.ipv6.conf.tap0.accept_dad=0', 'net.ipv6.conf.tap0.router_solicitations=0');
      for (const address of addresses) {
        space.ip('address', 'add', address, 'dev', 'tap0', ...(address.includes(':') ? ['nodad'] : ['broadcast', '+']));
      }
      space.ip('link', 'set', 'tap0', 'up');
      await space.settled();
      return space;
    } catch (error) {
      space.close();
      throw error;
    }
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

  /** Ends what runs in it and removes it. Harmless when repeated. */
  close(): void {
    for (const child of this.children) {
      child.kill('SIGKILL');
    }
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
      if (/fe80:/.test(this.ip('-6', 'address', 'show', 'dev', 'tap0', 'scope', 'link', '-tentative'))) {
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error('the TAP got no IPv6 link-local address within 2 s');
  }
}
