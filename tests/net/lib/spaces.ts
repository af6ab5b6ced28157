/** Network namespaces that `tinygram run` and its peers are run in, joined by a cable of the kernel's (veth). */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';

let made = 0;

export class Space {
  readonly name = `tg-${process.pid}-${++made + 500}`;
  private readonly children = new Set<ChildProcess>();

  constructor() {
    execFileSync('ip', ['netns', 'add', this.name]);
    this.ip('link', 'set', 'lo', 'up');
  }

  /** Two namespaces on one cable, its ends called eth0, at 10.9.0.1 and .2 of 24 bits, fd99::1 and ::2 of 64. */
  static pair(): [Space, Space] {
    const spaces: [Space, Space] = [new Space(), new Space()];
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

  ip(...args: string[]): string {
    return execFileSync('ip', ['-n', this.name, ...args], { encoding: 'utf8' });
  }

  exec(...command: string[]): string {
    return execFileSync('ip', ['netns', 'exec', this.name, ...command], { encoding: 'utf8', timeout: 30_000 });
  }

  /** Starts a program; what it prints is gathered in the answer's `output`. */
  run(command: string[], options: { cwd?: string } = {}): Running {
    const child = spawn('ip', ['netns', 'exec', this.name, ...command], {
      ...options,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.children.add(child);
    return new Running(child);
  }

  /** Ends what runs in it and removes it. */
  async close(): Promise<void> {
    for (const child of this.children) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = once(child, 'close');
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
      await ended;
      clearTimeout(timer);
    }
    execFileSync('ip', ['netns', 'del', this.name]);
  }
}

export class Running {
  output = '';

  constructor(private readonly child: ChildProcess) {
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
    const ended = once(this.child, 'close') as Promise<[number | null]>;
    this.child.kill(signal);
    return ended.then(([code]) => code);
  }
}
