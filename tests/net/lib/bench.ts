/*
 * bench.ts: one link, some boards that run agent.ts, and where asked the Linux kernel, for one network test.
 *
 *   onBench('name of the behaviour', { boards: 2, kernel: true }, async (bench) => {
 *     const [a, b] = bench.boards;
 *     …
 *   });
 *
 * registers a test per port and engine that is here (environment PORT and ENGINE leave one). At the end every board
 * is asked to exit and must end with code 0, which with TINYGRAM_CHECK=1 also says that its pools were empty, and
 * tcpdump must find every checksum in the pcap right. Pcaps stay in build/test-pcaps/.
 */
import assert from 'node:assert';
import { spawnSync } from 'node:child_process';
import * as crypto from 'node:crypto';
import * as fs from 'node:fs';
import { test } from 'node:test';
import * as path from 'node:path';
import { type Board, startBoard } from '#toolchain/boards/board';
import type { Rule } from '#toolchain/lab/impairments';
import { Link, macFor } from '#toolchain/lab/switch';
import { inRoot, type Engine } from '#toolchain/build/paths';
import { engineCode } from '#toolchain/engines/engine';
import { joinScript, makeImage } from '../../runner/image';
import { engineMissing, firmwareOf, type Target, targetName, targets } from '../../runner/targets';
import { readPcap, type Seen } from './frames';
import { App } from './app';
import { Namespace, namespaceMissing } from './namespace';
import { Remote, type Wire } from './remote';

export const KERNEL4 = '192.168.77.1';
export const KERNEL6 = 'fd77::1';

/** IPv4 and IPv6 address of the board of this number, from 0. */
export function address4(number: number): string {
  return `192.168.77.${number + 2}`;
}

export function address6(number: number): string {
  return `fd77::${number + 2}`;
}

export interface BenchOptions {
  /** Boards to start; their names are board0, board1, … Default 1. */
  boards?: number;
  /** Whether the Linux kernel is on the link, as station `kernel` with KERNEL4 and KERNEL6. */
  kernel?: boolean;
  rules?: Rule[];
  seed?: number;
  /** Boot words instead of the usual addresses. */
  words?: (number: number) => string[];
  /** True when the test puts wrong checksums on the link itself. */
  badChecksums?: boolean;
  /** Milliseconds; default 60,000. */
  timeout?: number;
  /** Runs before the boards start. */
  prepare?: (bench: Bench) => Promise<void> | void;
}

/** A board on the bench, running the agent. */
export class Device extends Remote {
  constructor(
    name: string,
    wire: Wire,
    readonly board: Board,
    readonly mac: string,
  ) {
    super(name, wire);
  }
}

async function agentImage(engine: Engine): Promise<string> {
  const script = await joinScript(inRoot('tests', 'net', 'lib', 'agent.ts'));
  const identity = JSON.stringify(engineCode(engine).identity());
  const hash = crypto.createHash('sha256').update(script.code).update(identity).digest('hex').slice(0, 12);
  const name = path.join('net', `agent-${hash}`);
  const built = inRoot('build', 'test-images', engine, `${name}.tgi`);
  if (!fs.existsSync(built)) await makeImage(name, script, engine, 'qemu-arm');
  return built;
}

export class Bench {
  readonly boards: Device[] = [];
  private readonly spaces: Namespace[] = [];
  private ended = false;

  constructor(
    readonly link: Link,
    readonly target: Target,
    readonly pcap: string,
  ) {}

  /** The namespace with the Linux kernel. */
  get kernel(): Namespace {
    const space = this.spaces[0];
    if (space === undefined) throw new Error('this bench has no kernel: { kernel: true }');
    return space;
  }

  async addKernel(): Promise<void> {
    this.spaces.push(await Namespace.open(this.link, [`${KERNEL4}/24`, `${KERNEL6}/64`]));
  }

  /** Starts one more board; resolves when its agent is ready. */
  async addBoard(words?: string[]): Promise<Device> {
    const number = this.boards.length;
    const name = `board${number}`;
    const mac = macFor(name);
    const usual = [`ip=${address4(number)}/24`, `ip6=${address6(number)}/64`, `gw=${KERNEL4}`];
    const board = await startBoard({
      port: this.target.port,
      firmware: await firmwareOf(this.target),
      image: await agentImage(this.target.engine),
      words: ['env.TINYGRAM_CHECK=1', `mac=${mac}`, `host=${name}`, ...(words ?? usual)],
      network: { kind: 'link', socket: await this.link.plug(name) },
      channel: true,
      timeoutMs: 120000,
    });
    const wire: Wire = { send: (value) => board.send(JSON.stringify(value)), receive: () => undefined };
    const device = new Device(name, wire, board, mac);
    this.boards.push(device);
    board.on('channel', (line) => wire.receive(JSON.parse(line)));
    void board.exited.then(({ code, reason }) => {
      device.lost(`ended with ${code} (${reason})\n${board.output}${board.diagnostics}`);
    });
    return device.ready();
  }

  /** Runs a program of the test's own on board 0's addresses to its end, exit code 0; gives its output. */
  async run(source: string, words?: string[]): Promise<string> {
    const app = await App.build(this.target, source, 'app.js');
    try {
      const usual = [`ip=${address4(0)}/24`, `ip6=${address6(0)}/64`];
      const board = await startBoard({
        port: this.target.port,
        firmware: await firmwareOf(this.target),
        image: app.image,
        words: ['env.TINYGRAM_CHECK=1', `mac=${macFor('board0')}`, ...(words ?? usual)],
        network: { kind: 'link', socket: await this.link.plug('board0') },
        timeoutMs: 60000,
      });
      const exit = await board.exited;
      assert.strictEqual(exit.code, 0, `ended with ${exit.code} (${exit.reason})\n${board.output}${board.diagnostics}`);
      return board.output;
    } finally {
      app.remove();
    }
  }

  /** Asks a board to end, and checks how it did. */
  async end(device: Device): Promise<void> {
    await device.exit(0);
    const exit = await device.board.exited;
    assert.strictEqual(exit.code, 0, `${device.name} ended with ${exit.code} (${exit.reason})\n${device.board.output}`);
  }

  /** Every frame so far. */
  frames(): Seen[] {
    return readPcap(this.pcap);
  }

  /** Waits until a frame like this has been on the link. */
  async frame(like: (seen: Seen) => boolean, milliseconds = 10000): Promise<Seen> {
    const deadline = Date.now() + milliseconds;
    for (;;) {
      const found = this.frames().find(like);
      if (found !== undefined) return found;
      if (Date.now() > deadline) throw new Error(`no such frame within ${milliseconds} ms: ${String(like)}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async finish(badChecksums: boolean): Promise<void> {
    for (const device of this.boards) if (!device.ended) await this.end(device);
    if (!badChecksums) checksumsAreRight(this.pcap);
  }

  async close(): Promise<void> {
    if (this.ended) return;
    this.ended = true;
    for (const device of this.boards) {
      device.board.kill();
      await device.board.exited;
    }
    for (const space of this.spaces) space.close();
    await this.link.close();
  }
}

/** Fails when tcpdump's decoder finds a wrong checksum in the file. */
export function checksumsAreRight(pcap: string): void {
  const tcpdump = spawnSync('tcpdump', ['-nvvr', pcap], { encoding: 'utf8', timeout: 60000, maxBuffer: 1 << 28 });
  if (tcpdump.error !== undefined) throw new Error(`tcpdump: ${tcpdump.error.message} (Debian package tcpdump)`);
  const wrong = /bad [a-z0-9 ]*cksum|wrong [a-z0-9 ]*cksum|bad.*checksum/i;
  const bad = tcpdump.stdout.split('\n').filter((line) => wrong.test(line));
  assert.deepStrictEqual(bad, [], `tcpdump found wrong checksums in ${pcap}`);
}

/** Registers `body` as a test on every port and engine. */
export function onBench(name: string, options: BenchOptions, body: (bench: Bench) => Promise<void>): void {
  for (const target of targets(process.env.PORT, process.env.ENGINE)) {
    const skip = engineMissing(target.engine) ?? (options.kernel ? namespaceMissing() : false);
    const title = `${name} (${targetName(target)})`;
    test(title, { skip, timeout: options.timeout ?? 60000 }, async () => {
      const file = `${title.replace(/[^a-z0-9]+/gi, '-').replace(/-$/, '')}.pcap`;
      const pcap = inRoot('build', 'test-pcaps', file);
      const bench = new Bench(Link.open({ pcap, rules: options.rules, seed: options.seed }), target, pcap);
      try {
        if (options.kernel) await bench.addKernel();
        await options.prepare?.(bench);
        for (let i = 0; i < (options.boards ?? 1); i++) await bench.addBoard(options.words?.(i));
        await body(bench);
        await bench.finish(options.badChecksums ?? false);
      } catch (error) {
        for (const device of bench.boards)
          console.log(`${device.name} said:\n${device.board.output}${device.board.diagnostics}`);
        throw error;
      } finally {
        await bench.close();
      }
    });
  }
}
