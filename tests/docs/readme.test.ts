/**
 * The README stays true: each block of commands has a mark that says how it is run. `<!-- run -->`: in order, in an
 * empty folder, where one makes an app and goes into it; `<!-- stays -->`: each line by itself in such an app, until it
 * listens and Ctrl-C; `<!-- simulated -->`: with a simulated board in place of /dev/ttyUSB0 and of ESP-IDF;
 * `<!-- house -->`: in Tinygram's own folder; `<!-- elsewhere -->`: what ELSEWHERE says of each line. Every target of
 * make and every `tinygram` command and option that it names must exist; every path it links must be there.
 */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import * as dgram from 'node:dgram';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { makeEnvironment } from '#toolchain/build/make';
import { engineChoice } from '#toolchain/engines/choice';
import { boot, EspBoard, FLASH_SIZE, idfBuild } from '../toolchain/lib/esp_board';
import { NorFlash } from '../toolchain/lib/nor_flash';

const ROOT = resolve(__dirname, '../../..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const CLI = join(ROOT, 'build/toolchain/cli.js');

interface Block {
  line: number;
  text: string;
  mark: 'run' | 'stays' | 'simulated' | 'house' | 'elsewhere' | undefined;
}

/** Lines that no test of this file runs: the test that does, or does what the line does with less. */
const ELSEWHERE: Record<string, string> = {
  'make package': 'tests/toolchain/package-works-without-a-clone.test.ts',
  'npm install -g ./build/package/tinygram-*.tgz': 'tests/toolchain/package-works-without-a-clone.test.ts',
  'npm install --save-dev ./vendor/tinygram-*.tgz': 'tests/toolchain/package-works-without-a-clone.test.ts',
  // With the blocks of the house.
  'make demo': 'tests/docs/readme.test.ts',
  // All of it, of which this file is a part.
  'make test': 'tests/run.ts',
  // Ten minutes each, half an hour: a stage of `make test` does it for some seconds.
  'make fuzz SECONDS=600': 'tests/run.ts',
  'make fuzz FRAMES=100000000': 'tests/run.ts',
  'make faults SECONDS=600': 'tests/run.ts',
};

/** A scenario of the reader's own, for the commands that name one; the tests hold under its conditions too. */
const WINTER = {
  boards: [{ name: 'b1' }, { name: 'b2', app: '../src/collector.ts' }],
  conditions: [{ delay: '5ms' }],
};

/** What puts the files that the commands name into an app that `tinygram new` has made, where they are not there. */
const FILES = `if [ -f src/app.ts ] && [ ! -f src/collector.ts ]; then
  cp src/app.ts src/collector.ts
  echo '${JSON.stringify(WINTER)}' > tests/winter.json
fi`;

/** The commands of a block, without comments. */
const commandsOf = ({ text }: Block): string[] =>
  text
    .split('\n')
    .map((line) => line.replace(/ +#.*$/, '').trim())
    .filter((line) => line !== '');

function shellBlocks(): Block[] {
  const blocks: Block[] = [];
  // A block inside of a list is indented.
  for (const match of README.matchAll(/(?:<!-- ([a-z]+) -->\n *)?```sh\n([\s\S]*?)```/g)) {
    blocks.push({
      line: README.slice(0, match.index).split('\n').length,
      text: match[2].replace(/^ +/gm, ''),
      mark: match[1] as Block['mark'],
    });
  }
  return blocks;
}

test('every block says how it is run, and what runs elsewhere is accounted for', (t) => {
  const counts = new Map<string, number>();
  for (const block of shellBlocks()) {
    const { mark, line } = block;
    const marks = ['run', 'stays', 'simulated', 'house', 'elsewhere'];
    assert.ok(mark !== undefined && marks.includes(mark), `README.md:${line}: a block without a mark (${mark})`);
    counts.set(mark, (counts.get(mark) ?? 0) + commandsOf(block).length);
    if (mark !== 'elsewhere') continue;
    for (const command of commandsOf(block)) {
      const file = ELSEWHERE[command];
      assert.ok(file !== undefined && existsSync(join(ROOT, file)), `README.md:${line}: nobody runs ${command}`);
    }
  }
  t.diagnostic([...counts].map(([mark, count]) => `${mark}: ${count} commands`).join(', '));
  const named = shellBlocks().filter(({ mark }) => mark === 'elsewhere');
  assert.deepEqual(named.flatMap(commandsOf).toSorted(), Object.keys(ELSEWHERE).toSorted());
});

test('what stays runs until it listens, and ends with Ctrl-C', { timeout: 900_000 }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'tinygram-readme-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const made = `set -e; node '${CLI}' new thermometer; cd thermometer; ${FILES}`;
  assert.equal(spawnSync('bash', ['-c', made], { cwd: folder }).status, 0);
  const app = join(folder, 'thermometer');
  for (const command of shellBlocks()
    .filter(({ mark }) => mark === 'stays')
    .flatMap(commandsOf)) {
    const free = await freePort();
    const line = command
      .replace(/--udp 41234(?=\s|$)/, `--udp ${free}:41234`)
      .replace('--udp 41234:', `--udp ${free}:`);
    const script = `tinygram() { exec node '${CLI}' "$@"; }\n${line}`;
    const shell = spawn('bash', ['-c', script], { cwd: app, detached: true, timeout: 200_000 });
    const closed = once(shell, 'close') as Promise<[number | null]>;
    let output = '';
    let stopped = false;
    for (const stream of [shell.stdout, shell.stderr]) {
      stream.on('data', (data: Buffer) => {
        output += data.toString();
        if (stopped || !/server listening/.test(output)) return;
        if (command.includes('--ui') && !/The page is at http/.test(output)) return;
        stopped = true;
        process.kill(-(shell.pid as number), 'SIGINT');
      });
    }
    const [code] = await closed;
    assert.equal(code, 130, `${command}\n${output}`);
    assert.match(output, /server listening/, command);
  }
});

/** A UDP port that nobody has bound at this moment. */
async function freePort(): Promise<number> {
  const socket = dgram.createSocket('udp4').bind(0);
  await once(socket, 'listening');
  const { port } = socket.address();
  await new Promise<void>((done) => socket.close(() => done()));
  return port;
}

test('every block that is run runs in an empty folder', { timeout: 900_000 }, (t) => {
  const blocks = shellBlocks().filter((block) => block.mark === 'run');
  assert.ok(blocks.length > 0, 'README.md has no block marked <!-- run -->');
  const folder = mkdtempSync(join(tmpdir(), 'tinygram-readme-'));
  t.after(() => rmSync(folder, { recursive: true }));
  // `tinygram` on the PATH, as `npm link` would put it there.
  const script = [
    'set -eu',
    `tinygram() { node '${CLI}' "$@"; }`,
    ...blocks.map((block) => `echo "README.md:${block.line}"\n${block.text}\n${FILES}`),
  ].join('\n');
  const result = spawnSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8', timeout: 880_000 });
  assert.equal(result.status, 0, `${result.stdout}\n${result.stderr}`);
});

test("every block of the house runs in Tinygram's own folder", { timeout: 600_000 }, () => {
  const blocks = shellBlocks().filter((block) => block.mark === 'house');
  assert.ok(blocks.length > 0, 'README.md has no block marked <!-- house -->');
  const texts = blocks.map((block) => `echo "README.md:${block.line}"\n${block.text}`);
  const script = ['set -eu', 'make demo', ...texts].join('\n');
  const result = spawnSync('bash', ['-c', script], {
    cwd: ROOT,
    env: makeEnvironment(),
    encoding: 'utf8',
    timeout: 580_000,
  });
  assert.equal(result.status, 0, `${result.stdout}\n${result.stderr}`);
  for (const shown of [
    /^total +[\d,]+ +[\d,]+$/m,
    /^ {2}stream +[\d,]+ +[\d,]+$/m,
    /by JavaScript function/,
    /by C function/,
    /3 of 3 datagrams came back/,
  ])
    assert.match(result.stdout, shown);
});

test('every simulated block runs with a simulated board', { timeout: 300_000 }, async (t) => {
  const blocks = shellBlocks().filter((block) => block.mark === 'simulated');
  assert.ok(blocks.length > 0, 'README.md has no block marked <!-- simulated -->');
  const folder = mkdtempSync(join(tmpdir(), 'tinygram-readme-'));
  t.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'ports/esp32'), { recursive: true });
  const flash = new NorFlash(FLASH_SIZE);
  const board = new EspBoard({ chip: 'esp32c3', flash });
  const port = await board.plug();
  // The tool asks for a hand on the board's buttons by a line on this pipe: a pseudo-terminal has no control lines.
  const script = [
    'set -eu',
    'buttons() { echo press >&3; read -r pressed; }',
    `idf.py() { test "$1" != build || cp -r '${idfBuild('esp32c3', 40_000, engineChoice('host').engine)}' build; }`,
    `tinygram() {`,
    `  case $1 in`,
    `    flash) buttons; node '${CLI}' "$@" < /dev/null;;`,
    `    monitor) printf '\\035' | node '${CLI}' "$@";;`,
    `    *) node '${CLI}' "$@" < /dev/null;;`,
    `  esac`,
    `}`,
    'tinygram new thermometer',
    ...blocks.map((block) => `echo "README.md:${block.line}"\n${block.text.replaceAll('/dev/ttyUSB0', port)}`),
  ].join('\n');
  const stdio = ['pipe', 'pipe', 'pipe', 'pipe'] as const;
  const shell = spawn('bash', ['-c', script], { cwd: folder, stdio: [...stdio], timeout: 280_000 });
  let output = '';
  for (const stream of [shell.stdout, shell.stderr]) stream.on('data', (data: Buffer) => (output += data.toString()));
  const press = async (): Promise<void> => {
    board.unplug();
    await board.plug();
    shell.stdin.write('pressed\n');
  };
  shell.stdio[3]?.on('data', () => void press());
  const code = await new Promise((done) => shell.once('close', done));
  assert.equal(code, 0, output);
  const { slot, trial, code: app } = boot(flash);
  assert.deepEqual({ slot, trial }, { slot: 'a', trial: true }, output);
  assert.match(app as string, /dgram/);
  assert.match(output, /app\.tgi in slot a: \d+ bytes written, verified/);
  assert.match(output, /app\.tgi in slot a: \d+ bytes, all there already/);
});

test('every make target that is named exists', () => {
  const makefile = readFileSync(join(ROOT, 'Makefile'), 'utf8');
  const named = new Set([...README.matchAll(/(?:`|^)make ([a-z][a-z0-9-]*)/gm)].map((match) => match[1]));
  assert.ok(named.has('demo') && named.has('test'));
  for (const target of named) assert.ok(new RegExp(`^${target}:`, 'm').test(makefile), `make ${target}`);
});

test('every tinygram command and option that is named exists', () => {
  const lines = shellBlocks()
    .flatMap((block) => block.text.split('\n'))
    .filter((line) => /^tinygram /.test(line));
  assert.ok(lines.length > 0);
  for (const line of lines) {
    const words = line.replace(/#.*$/, '').trim().split(/\s+/).slice(1);
    const help = spawnSync(process.execPath, [CLI, words[0], '--help'], { encoding: 'utf8' });
    assert.equal(help.status, 0, `tinygram ${words[0]} --help`);
    for (const option of words.filter((word) => word.startsWith('--') && word.length > 2))
      assert.ok(help.stdout.includes(option.split('=')[0]), `tinygram ${words[0]} has no ${option} (line: ${line})`);
  }
});

test('every file that is linked is there', () => {
  for (const match of README.matchAll(/\]\((?!https?:|#)([^)#]+)/g))
    assert.ok(existsSync(join(ROOT, match[1])), match[1]);
});
