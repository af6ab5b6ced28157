/**
 * The README stays true: blocks marked `<!-- run -->` are run, in order, in an empty folder; every `make` target and
 * every `tinygram` command and option that it names must exist; every path it links must be there.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';

const ROOT = resolve(__dirname, '../../..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const CLI = join(ROOT, 'build/toolchain/cli.js');

interface Block {
  line: number;
  text: string;
  runs: boolean;
}

function shellBlocks(): Block[] {
  const blocks: Block[] = [];
  for (const match of README.matchAll(/(<!-- run -->\n)?```sh\n([\s\S]*?)```/g)) {
    blocks.push({
      line: README.slice(0, match.index).split('\n').length,
      text: match[2],
      runs: match[1] !== undefined,
    });
  }
  return blocks;
}

test('every marked block runs in an empty folder', { timeout: 300_000 }, (t) => {
  const blocks = shellBlocks().filter((block) => block.runs);
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

test('every make target that is named exists', () => {
  const makefile = readFileSync(join(ROOT, 'Makefile'), 'utf8');
  const named = new Set([...README.matchAll(/(?:`|^)make ([a-z][a-z0-9-]*)/gm)].map((match) => match[1]));
  assert.ok(named.has('demo') && named.has('test'));
  for (const target of named) assert.ok(new RegExp(`^${target}:`, 'm').test(makefile), `make ${target}`);
});

test('every tinygram command and option that is named exists', () => {
  const lines = shellBlocks().flatMap((block) => block.text.split('\n')).filter((line) => /^tinygram /.test(line));
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
