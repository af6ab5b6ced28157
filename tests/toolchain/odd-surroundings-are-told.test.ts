/** What is odd about an app's files, the machine's folders or the command's words: it works, or one line tells it. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';
import { inRoot } from '#toolchain/build/paths';
import { tinygram } from './lib/command';
import { scratch } from './lib/scratch';

const BUILD = ['build', '--no-firmware'];
const TEST = "import { it } from 'test';\nit('holds', () => undefined);\n";

/** A project with this package.json, whose app requires `asked`. */
const project = (manifest: string, asked = 'dgram'): string =>
  scratch({ 'package.json': manifest, 'src/app.ts': `require('${asked}');\n`, 'src/app.js': `require('${asked}');\n` });

/** A command that must fail, and what it says in place of everything else. */
function refused(args: string[], folder: string, env: NodeJS.ProcessEnv = {}): string {
  const run = tinygram(args, folder, env);
  assert.equal(run.code, 1, run.stdout);
  assert.doesNotMatch(run.stderr, /^ {4}at /m);
  return run.stderr;
}

test('a package.json that begins with a byte order mark, as npm takes it', () => {
  const folder = project('\ufeff{ "name": "marked", "type": "commonjs" }');
  for (const app of ['src/app.ts', 'src/app.js']) assert.equal(tinygram([...BUILD, app], folder).code, 0, app);
});

test('a package.json whose field tinygram is not as it must be', () => {
  const reads = ' It reads as in: "tinygram": { "alias": { "fs": "./standins/fs.js", "zlib": false } }\n';
  for (const [field, said] of [
    ['"zlib"', '"tinygram" is no object.'],
    ['{ "aliases": {} }', '"tinygram" has "aliases", which is not known.'],
    ['{ "alias": ["zlib"] }', '"tinygram.alias" is no object.'],
    ['{ "alias": { "zlib": 5 } }', '"tinygram.alias" has no file or package for "zlib".'],
  ]) {
    const folder = project(`{ "name": "odd", "tinygram": ${field} }`);
    assert.equal(refused(BUILD, folder), `package.json: ${said}${reads}`);
  }
});

test('aliases that lead to each other, and a tsconfig.json that extends itself or what is not there', () => {
  const circle = project('{ "name": "odd", "tinygram": { "alias": { "a": "b", "b": "a" } } }', 'a');
  assert.match(refused([...BUILD, 'src/app.js'], circle), /puts "b" in the place of "a", and that is not there\./);
  const folder = project('{ "name": "odd" }');
  fs.writeFileSync(path.join(folder, 'tsconfig.json'), '{ "extends": "./tsconfig.json" }');
  assert.match(refused(BUILD, folder), /TS18000: Circularity detected/);
  fs.writeFileSync(path.join(folder, 'tsconfig.json'), '{ "extends": "./base.json" }');
  assert.match(refused(BUILD, folder), /TS5083: Cannot read file '.*base\.json'/);
});

test('an ES module of TypeScript in a folder that a link leads to, with blanks, quotes and umlauts', () => {
  const folder = scratch({
    'we ird\' ü "$x/package.json': '{ "name": "odd", "type": "module" }',
    'we ird\' ü "$x/src/app.ts': "import { x } from './x.js';\nconsole.log(x, import.meta.url);\n",
    'we ird\' ü "$x/src/x.ts': 'export const x = 1;\n',
  });
  fs.symlinkSync('we ird\' ü "$x', path.join(folder, 'link'));
  const run = tinygram(['run', '--target', 'host', '--net', 'none'], path.join(folder, 'link'));
  assert.equal(run.stdout, '1 file:///app/src/app.ts\n', run.stderr);
});

test('a device as --out is refused, a link as --out stays one, a report may go to a pipe', () => {
  const folder = scratch({ 'package.json': '{}', 'src/app.ts': "import 'dgram';\n", 'tests/deep/a.test.ts': TEST });
  // A pipe stands for every device: as root a mistake would put a file in the place of /dev/null.
  spawnSync('mkfifo', [path.join(folder, 'pipe')]);
  assert.match(refused([...BUILD, '--out', 'pipe'], folder), /^pipe is no file: an image is one, .+\n$/);
  assert.ok(fs.statSync(path.join(folder, 'pipe')).isFIFO());
  fs.writeFileSync(path.join(folder, 'image'), '');
  fs.symlinkSync('image', path.join(folder, 'link'));
  assert.equal(tinygram([...BUILD, '--out', 'link'], folder).code, 0);
  assert.ok(fs.lstatSync(path.join(folder, 'link')).isSymbolicLink());
  assert.ok(fs.statSync(path.join(folder, 'image')).size > 0);
  const script =
    'cat pipe & "$node" "$cli" test --target host --reporter tap:pipe >/dev/null; code=$?; wait; exit $code';
  const run = spawnSync('sh', ['-c', script], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 120_000,
    env: {
      ...process.env,
      TINYGRAM_ENGINE: 'quickjs',
      node: process.execPath,
      cli: inRoot('build', 'toolchain', 'cli.js'),
    },
  });
  assert.match(run.stdout, /^ok 1 - tests\/deep\/a\.test\.ts > holds$/m, run.stderr);
});

test('an older Node.js than the command can run on', () => {
  // What it says of itself is of the version that Debian 12 has.
  const older = "Object.defineProperty(process, 'version', { value: 'v18.20.4' });\n";
  const folder = scratch({ 'older.js': older });
  const said = refused(['--version'], folder, { NODE_OPTIONS: `--require=${path.join(folder, 'older.js')}` });
  assert.match(said, /^Tinygram needs Node\.js 20\.19 or newer; this is v18\.20\.4 \(.+\)\.\n$/);
});

test('a folder for temporary files that is not there', () => {
  const said = refused(['run', '--target', 'host'], project('{}'), { TMPDIR: '/nonexistent' });
  assert.match(said, /^No temporary file can be made in \/nonexistent\. .+ The variable TMPDIR names another .+\n$/);
});

for (const command of ['run', 'test', 'repl']) {
  test(`a signal that ends ${command} leaves no temporary files`, { timeout: 120_000 }, async () => {
    const app = "require('dgram').createSocket('udp4').bind(5, () => console.log('up'));\n";
    const waits = "import { it } from 'test';\nit('waits', () => new Promise(() => undefined));\n";
    const folder = scratch({ 'package.json': '{}', 'src/app.ts': app, 'a.test.ts': waits, 'tmp/x': '' });
    const cli = inRoot('build', 'toolchain', 'cli.js');
    const env = { ...process.env, TINYGRAM_ENGINE: 'quickjs', TMPDIR: path.join(folder, 'tmp') };
    const args = [cli, command, '--target', 'qemu-arm'];
    const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ['pipe', 'ignore', 'ignore'] });
    const there = (): string[] =>
      fs.readdirSync(path.join(folder, 'tmp')).filter((name) => name.startsWith('tinygram'));
    while (there().length === 0) await new Promise((done) => setTimeout(done, 20));
    child.kill('SIGTERM');
    const code = await new Promise((resolve) => child.once('close', resolve));
    assert.equal(code, 128 + 15);
    assert.deepEqual(there(), []);
  });
}

test('tests where there is no project, which would be looked for in all that is below', () => {
  const folder = scratch({ 'somewhere/a.test.ts': TEST });
  assert.match(refused(['test'], folder), /^There is no project here: .+ Make one with "tinygram new NAME", or .+\n$/);
});

test('a --name that is the name of no test', () => {
  const folder = scratch({ 'package.json': '{}', 'a.test.ts': TEST });
  const said = refused(['test', '--target', 'host', '--name', 'no such'], folder);
  assert.equal(said, "No test's full name matches --name 'no such'.\n");
});

test('options in odd places', () => {
  const folder = project('{}');
  const first = (text: string): string[] => text.split('\n').slice(0, 2);
  assert.deepEqual(first(refused(['run', '--target', 'host', '--target', 'qemu-arm'], folder)), [
    'error: --target is given twice, as host and as qemu-arm; it takes one of them',
    '(--help shows how it is used)',
  ]);
  assert.deepEqual(first(refused(['--target', 'host', 'run'], folder)), [
    "error: unknown option '--target'",
    '(options stand behind the command, as in tinygram run --target host)',
  ]);
  assert.deepEqual(first(refused(['run', '--port', '3000'], folder)), [
    "error: unknown option '--port'",
    '(--udp PORT leads a UDP port to the board; --port is a serial port, of flash and monitor)',
  ]);
  assert.deepEqual(first(refused(['run', '--wach'], folder)), [
    "error: unknown option '--wach'",
    '(Did you mean --watch?)',
  ]);
});

test('boards that the end of a run ends have not failed, and nothing says so', () => {
  const folder = scratch({ 'app.js': "require('dgram').createSocket('udp4').bind(5);\n" });
  const run = tinygram(['run', 'app.js', '--target', 'host', '--boards', '2', '--duration', '100ms'], folder);
  assert.deepEqual([run.code, run.stdout, run.stderr], [0, '', '']);
});

test('repl without a place for its history', () => {
  const script = '"$node" "$cli" repl app.js --target host';
  const run = spawnSync('script', ['--quiet', '--return', '--command', script, '/dev/null'], {
    cwd: scratch({ 'app.js': "require('dgram');\n" }),
    input: '40+2\n.exit\n',
    encoding: 'utf8',
    timeout: 120_000,
    env: {
      ...process.env,
      TERM: 'xterm',
      SHELL: '/bin/sh',
      TINYGRAM_ENGINE: 'quickjs',
      XDG_STATE_HOME: '/dev/null/state',
      node: process.execPath,
      cli: inRoot('build', 'toolchain', 'cli.js'),
    },
  });
  assert.equal(run.status, 0, run.stdout);
  assert.match(run.stdout, /^42\r$/m);
  assert.doesNotMatch(run.stdout, / at |not a directory/i);
});
