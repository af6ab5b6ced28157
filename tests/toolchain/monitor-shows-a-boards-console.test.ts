import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { after, test } from 'node:test';
import { decodeImage } from '#toolchain/build/image';
import { inRoot } from '#toolchain/build/paths';
import { LogFilter } from '#toolchain/boards/esp_log';
import { tinygram } from './lib/command';
import { EspBoard, FLASH_SIZE } from './lib/esp_board';
import { NorFlash } from './lib/nor_flash';
import { scratch } from './lib/scratch';

/** The command while it runs. */
class Monitor {
  output = '';
  readonly exited: Promise<number | null>;
  private readonly child: ChildProcess;
  private look: (() => void) | undefined;

  constructor(args: string[], cwd = scratch()) {
    this.child = spawn(process.execPath, [inRoot('build', 'toolchain', 'cli.js'), 'monitor', ...args], { cwd });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (data: Buffer) => {
        this.output += data.toString();
        this.look?.();
      });
    }
    this.exited = new Promise((resolve) => this.child.once('close', resolve));
    after(() => this.child.kill('SIGKILL'));
  }

  async waitFor(pattern: RegExp): Promise<void> {
    const found = new Promise<void>((resolve) => {
      this.look = () => {
        if (pattern.test(this.output)) resolve();
      };
      this.look();
    });
    const over = this.exited.then(() => {
      if (!pattern.test(this.output)) throw new Error(`ended without ${String(pattern)}:\n${this.output}`);
    });
    await Promise.race([found, over]);
  }

  type(text: string): void {
    this.child.stdin?.write(text);
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }
}

const LIMIT = { timeout: 60_000 };

/** A board that runs a program; `typed` is what the host has sent. */
async function board(): Promise<{ board: EspBoard; port: string; typed: () => string }> {
  const simulated = new EspBoard({ chip: 'esp32', flash: new NorFlash(FLASH_SIZE) });
  let typed = '';
  simulated.console = (text) => void (typed += text);
  return { board: simulated, port: await simulated.plug(), typed: () => typed };
}

test('text comes through, keys go to the board, Ctrl-] leaves', LIMIT, async () => {
  const { board: simulated, port, typed } = await board();
  const monitor = new Monitor(['--port', port, '--no-reset']);
  await monitor.waitFor(/115200 baud; Ctrl-\] leaves/);
  simulated.print('hello from the board: ü\r\n');
  await monitor.waitFor(/^hello from the board: ü\r$/m);
  monitor.type('wifi\n');
  simulated.print('\n');
  while (typed() !== 'wifi\n') await new Promise((resolve) => setTimeout(resolve, 5));
  monitor.type('x\x1dy');
  assert.equal(await monitor.exited, 0);
  assert.doesNotMatch(monitor.output, /control lines/);
});

for (const [name, leave] of [
  ['Ctrl-C', (monitor: Monitor) => monitor.type('\x03')],
  ['SIGTERM', (monitor: Monitor) => monitor.signal('SIGTERM')],
] as const) {
  test(`${name} leaves`, LIMIT, async () => {
    const monitor = new Monitor(['--port', (await board()).port]);
    await monitor.waitFor(/no control lines: press RESET \(EN\) on the board/);
    leave(monitor);
    assert.equal(await monitor.exited, 0);
  });
}

test("positions in the app's code are shown in its TypeScript", LIMIT, async () => {
  const text = 'function fail(value: string): void {\n  throw new Error(value);\n}\nfail("x");\n';
  const app = scratch({ 'package.json': '{}', 'src/app.ts': text });
  assert.equal(tinygram(['build', '--no-firmware'], app).code, 0);
  const image = decodeImage(fs.readFileSync(path.join(app, 'build', 'app.tgi')));
  const before = Buffer.from(image.code).toString().split('throw new Error')[0] as string;
  const place = `${before.split('\n').length}:${before.length - before.lastIndexOf('\n')}`;
  const { board: simulated, port } = await board();
  const monitor = new Monitor(['--port', port, '--no-reset'], app);
  await monitor.waitFor(/leaves/);
  assert.doesNotMatch(monitor.output, /no source map/);
  // A position that comes in two parts is seen all the same.
  simulated.print('Uncaught Error: x\n    at fail (app.');
  simulated.print(`js:${place})\n`);
  await monitor.waitFor(/^ {4}at fail \(src\/app\.ts:2:3\)$/m);
  monitor.type('\x1d');
  assert.equal(await monitor.exited, 0);
});

test('when the port goes away the monitor waits until it is back', LIMIT, async () => {
  const { board: simulated, port } = await board();
  const monitor = new Monitor(['--port', port, '--no-reset']);
  await monitor.waitFor(/leaves/);
  for (const time of ['first', 'second']) {
    simulated.print(`${time}\n`);
    await monitor.waitFor(new RegExp(`^${time}$`, 'm'));
    simulated.unplug();
    await monitor.waitFor(new RegExp(`${time}\\n(.*\\n)*--- .* went away; waiting`));
    await simulated.plug();
    await monitor.waitFor(new RegExp(`${time}\\n(.*\\n)*--- \\S+ is back ---`));
  }
  simulated.print('third\n');
  await monitor.waitFor(/^third$/m);
  simulated.unplug();
  await monitor.waitFor(/third\n(.*\n)*--- .* went away/);
  monitor.type('\x1d');
  assert.equal(await monitor.exited, 0, 'left while the port was away');
});

test('log lines below the level are hidden, all other text is not', () => {
  const green = '\x1b[0;32mI (3) wifi: i\x1b[0m';
  const lines = ['E (1) wifi: e', 'W (2) wifi: w', green, 'D (4) x: d', 'V (5) x: v', 'I am an app'];
  const shown = (level: ConstructorParameters<typeof LogFilter>[0]): string[] =>
    new LogFilter(level).pass(lines.join('\n')).split('\n');
  assert.deepEqual(shown('verbose'), lines);
  assert.deepEqual(shown('info'), [lines[0], lines[1], lines[2], lines[5]]);
  assert.deepEqual(shown('error'), [lines[0], lines[5]]);
  const pieces = new LogFilter('warn');
  assert.equal(pieces.pass('I (3) wifi: hid'), '');
  assert.equal(pieces.pass('den\nsho'), 'sho');
  assert.equal(pieces.pass('wn\n'), 'wn\n');
});

test('--level reaches the console', LIMIT, async () => {
  const { board: simulated, port } = await board();
  const monitor = new Monitor(['--port', port, '--no-reset', '--level', 'warn']);
  await monitor.waitFor(/leaves/);
  simulated.print('I (10) boot: hidden\nW (11) wifi: shown\n');
  await monitor.waitFor(/^W \(11\) wifi: shown$/m);
  assert.doesNotMatch(monitor.output, /hidden/);
  monitor.type('\x1d');
  assert.equal(await monitor.exited, 0);
});

test('no port, and no map beside a named image, are errors', () => {
  const gone = tinygram(['monitor', '--port', '/dev/ttyUSB77'], scratch());
  assert.equal(gone.code, 1);
  assert.match(gone.stderr, /^There is no serial port \/dev\/ttyUSB77\./);
  const map = tinygram(['monitor', '--port', '/dev/ttyUSB77', '--app', 'none.tgi'], scratch());
  assert.match(map.stderr, /^There is no source map none\.tgi\.map beside the image\./);
});

for (const raw of [false, true]) {
  test(`control characters are ${raw ? 'sent on with --raw' : 'shown as text'}`, LIMIT, async () => {
    const { board: simulated, port } = await board();
    const monitor = new Monitor(['--port', port, '--no-reset', ...(raw ? ['--raw'] : [])]);
    await monitor.waitFor(/leaves/);
    simulated.print('\x1b]0;somebody else\x07\nlast\n');
    await monitor.waitFor(/^last/m);
    const sent = monitor.output.includes('\x1b]0;somebody else\x07');
    const shown = monitor.output.includes('\\x1b]0;somebody else\\x07');
    assert.deepEqual([sent, shown], [raw, !raw], monitor.output);
    monitor.type('\x1d');
    assert.equal(await monitor.exited, 0);
  });
}
