/**
 * The README stays true: blocks marked `<!-- run -->` are run, in order, in an empty folder; those marked
 * `<!-- simulated -->` after them with a simulated board in place of /dev/ttyUSB0 and of ESP-IDF; those marked
 * `<!-- house -->` in Tinygram's own folder; every `make` target and every `tinygram` command and option that it names
 * must exist; every path it links must be there.
 */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
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
  mark: 'run' | 'simulated' | 'house' | undefined;
}

function shellBlocks(): Block[] {
  const blocks: Block[] = [];
  // A block inside of a list is indented.
  for (const match of README.matchAll(/(?:<!-- (run|simulated|house) -->\n *)?```sh\n([\s\S]*?)```/g)) {
    blocks.push({
      line: README.slice(0, match.index).split('\n').length,
      text: match[2].replace(/^ +/gm, ''),
      mark: match[1] as Block['mark'],
    });
  }
  return blocks;
}

test('every marked block runs in an empty folder', { timeout: 300_000 }, (t) => {
  const blocks = shellBlocks().filter((block) => block.mark === 'run');
  assert.ok(blocks.length > 0, 'README.md has no block marked <!-- run -->');
  const folder = mkdtempSync(join(tmpdir(), 'tinygram-readme-'));
  t.after(() => rmSync(folder, { recursive: true }));
  // `tinygram` on the PATH, as `npm link` would put it there.
  const script = [
    'set -eu',
    `tinygram() { node '${CLI}' "$@"; }`,
    ...blocks.map((block) => `echo "README.md:${block.line}"\n${block.text}`),
  ].join('\n');
  const result = spawnSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8', timeout: 280_000 });
  assert.equal(result.status, 0, `${result.stdout}\n${result.stderr}`);
});

test("every block of the house runs in Tinygram's own folder", { timeout: 600_000 }, () => {
  const blocks = shellBlocks().filter((block) => block.mark === 'house');
  assert.ok(blocks.length > 0, 'README.md has no block marked <!-- house -->');
  const script = ['set -eu', ...blocks.map((block) => `echo "README.md:${block.line}"\n${block.text}`)].join('\n');
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
  ]) {
    assert.match(result.stdout, shown);
  }
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
    for (const option of words.filter((word) => word.startsWith('--') && word.length > 2)) {
      assert.ok(help.stdout.includes(option.split('=')[0]), `tinygram ${words[0]} has no ${option} (line: ${line})`);
    }
  }
});

test('every file that is linked is there', () => {
  for (const match of README.matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
    assert.ok(existsSync(join(ROOT, match[1])), match[1]);
  }
});
