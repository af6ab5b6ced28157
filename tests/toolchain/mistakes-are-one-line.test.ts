/** Everyday mistakes and mishaps around the command: each ends with one line that helps, and nothing half made. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import * as dgram from 'node:dgram';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';
import { startBoard } from '#toolchain/boards/board';
import { makeEnvironment } from '#toolchain/build/make';
import { inRoot } from '#toolchain/build/paths';
import { buildFirmware, buildImage } from '#toolchain/commands/build';
import { tinygram } from './lib/command';
import { scratch } from './lib/scratch';

const CLI = inRoot('build', 'toolchain', 'cli.js');
const QUIET = "require('dgram');\n";

/** Runs shell text with `folder` as a file system of its own, mounted with `options`, in a mount namespace. */
function onDisk(folder: string, options: string, script: string): { code: number | null; err: string; out: string } {
  const mounted = `mount -t tmpfs -o ${options} none "${folder}" && cd "${folder}" && ${script}`;
  const run = spawnSync('unshare', ['--user', '--map-root-user', '--mount', 'sh', '-c', mounted], {
    encoding: 'utf8',
    timeout: 120_000,
    env: { ...process.env, node: process.execPath, cli: CLI },
  });
  return { code: run.status, err: run.stderr, out: run.stdout };
}

/** Runs shell text in a folder, on a pseudo-terminal (util-linux's script) that has colours. */
function onTerminal(script: string, folder: string): { code: number | null; out: string } {
  // Whoever runs the tests may have asked for no colours, or for some; here the test asks.
  const env = { ...process.env };
  for (const name of ['NO_COLOR', 'FORCE_COLOR', 'NODE_DISABLE_COLORS', 'CI']) delete env[name];
  const run = spawnSync('script', ['--quiet', '--return', '--command', script, '/dev/null'], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 120_000,
    env: { ...env, TERM: 'xterm', node: process.execPath, cli: CLI, TINYGRAM_ENGINE: 'quickjs', SHELL: '/bin/sh' },
  });
  return { code: run.status, out: run.stdout.replaceAll('\r', '') };
}

test('a full disk: new leaves no half-made app', () => {
  const run = onDisk(scratch(), 'size=8k', '"$node" "$cli" new app; code=$?; ls -A; exit $code');
  assert.equal(run.code, 1, run.err);
  assert.match(run.err, /^The disk that has .+ is full\. Make room and type the same again\.\n$/);
  assert.equal(run.out, '');
});

test('a read-only folder', () => {
  const run = onDisk(scratch(), 'ro', '"$node" "$cli" new app');
  assert.equal(run.code, 1, run.err);
  assert.match(run.err, /^.+ is on a file system that is read-only\. Choose another place\.\n$/);
});

test('a folder as --out', () => {
  const folder = scratch({ 'app.js': QUIET, 'there/file': '' });
  const run = tinygram(['build', 'app.js', '--no-firmware', '--engine', 'quickjs', '--out', 'there'], folder);
  assert.equal(run.code, 1);
  assert.match(run.stderr, /^.*there is a folder; a file is wanted there\.\n$/);
  assert.deepEqual(fs.readdirSync(folder).sort(), ['app.js', 'there'], 'nothing half written beside it');
});

test('a pipe that its reader closes ends the command without a stack', () => {
  const run = spawnSync('sh', ['-c', '"$node" "$cli" --help | :; exit 0'], {
    encoding: 'utf8',
    env: { ...process.env, node: process.execPath, cli: CLI },
  });
  assert.equal(run.stderr, '');
});

test("a build's own lines are not in the app's standard output", async () => {
  const folder = scratch({ 'app.js': "console.log('the app');\n" });
  await buildFirmware('host', 'quickjs');
  const made = inRoot('build', 'host', 'quickjs', 'tinygram');
  // A firmware that is older than its objects is linked anew, which make says.
  fs.utimesSync(made, new Date(0), new Date(0));
  const run = tinygram(['run', 'app.js', '--target', 'host', '--engine', 'quickjs', '--net', 'none'], folder);
  assert.equal(run.code, 0, run.stderr);
  assert.equal(run.stdout, 'the app\n');
  assert.match(run.stderr, /ld build\/host\/quickjs\/tinygram/);
});

test("an app's exit code is the command's", () => {
  const folder = scratch({ 'app.js': 'process.exit(42);\n' });
  const run = tinygram(['run', 'app.js', '--target', 'host', '--engine', 'quickjs', '--net', 'none'], folder);
  assert.equal(run.code, 42, run.stderr);
});

test("what comes after -- is the app's, options too", () => {
  const folder = scratch({ 'app.js': 'console.log(process.argv.slice(2).join());\n' });
  const options = ['--target', 'host', '--engine', 'quickjs', '--net', 'none'];
  assert.equal(tinygram(['run', 'app.js', ...options, '--', 'a', '--b'], folder).stdout, 'a,--b\n');
  // The project's own app needs no name for that.
  const project = scratch({ 'package.json': '{}', 'src/app.ts': 'console.log(process.argv.slice(2).join());\n' });
  assert.equal(tinygram(['run', ...options, '--', 'a', '--help'], project).stdout, 'a,--help\n');
});

test('the project is found from a folder below it', () => {
  const folder = scratch({ 'package.json': '{}', 'src/app.ts': QUIET, 'src/deep/er/notes.txt': '' });
  const below = path.join(folder, 'src/deep/er');
  const run = tinygram(['build', '--no-firmware', '--engine', 'quickjs'], below);
  assert.equal(run.code, 0, run.stderr);
  assert.ok(fs.existsSync(path.join(folder, 'build/app.tgi')));
});

for (const port of ['host', 'qemu-arm'] as const) {
  test(`a board of ${port} ends when the command is killed`, { timeout: 120_000 }, async () => {
    const folder = scratch({ 'app.js': "require('dgram').createSocket('udp4').bind(0, () => console.log('up'));\n" });
    const app = path.join(folder, 'app.js');
    const { image } = await buildImage(app, { engine: 'quickjs', port });
    const firmware = await buildFirmware(port, 'quickjs');
    const script =
      `require(${JSON.stringify(inRoot('build/toolchain/boards/board.js'))}).startBoard(` +
      `${JSON.stringify({ port, firmware, image })}).then((board) => console.log(board.pid));`;
    const parent = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const pid = Number(
      await new Promise<string>((done) => parent.stdout.once('data', (data: Buffer) => done(`${data}`))),
    );
    assert.ok(fs.existsSync(`/proc/${pid}`));
    parent.kill('SIGKILL');
    while (fs.existsSync(`/proc/${pid}`)) await new Promise((done) => setTimeout(done, 20));
  });
}

test('a TAP device that is not there, with the command that makes it', () => {
  const folder = scratch({ 'app.js': QUIET });
  for (const target of ['qemu-arm', 'host']) {
    const run = tinygram(['run', 'app.js', '--target', target, '--net', 'tap:no-such0'], folder);
    assert.equal(run.code, 1);
    const said = /^There is no TAP device no-such0\. Make it, as root: ip tuntap add dev no-such0 mode tap user \S+\n$/;
    assert.match(run.stderr, said);
  }
});

test('a UDP port of this machine that is taken', async () => {
  const socket = dgram.createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  const run = tinygram(['run', 'app.js', '--target', 'host', '--udp', `${port}`], scratch({ 'app.js': QUIET }));
  socket.close();
  assert.equal(run.code, 1);
  assert.match(run.stderr, new RegExp(`^UDP port 127\\.0\\.0\\.1:${port} .+--udp .+\\n$`));
});

test('a file that holds no tests is told at once, not waited for', () => {
  const run = tinygram(['test', 'app.js'], scratch({ 'package.json': '{}', 'app.js': QUIET }));
  assert.equal(run.code, 1);
  assert.match(run.stdout, /app\.js has no tests: it does not ask for the module "test"\./);
});

test('flash and run outside of a project say the same', () => {
  for (const command of ['flash', 'run']) {
    const run = tinygram([command], scratch());
    assert.equal(run.code, 1);
    assert.match(run.stderr, /^There is no app here: .+ Make one with "tinygram new NAME", or .+\n$/);
  }
});

test('a command that a message names can be pasted, whatever is in the names', () => {
  const folder = scratch({ 'bad.js': "require('it is/here');\nrequire('lodash/fp');\n" });
  const { stdout } = tinygram(['new', "my app's"], folder);
  const next = /^ {2}(cd .+)$/m.exec(stdout)?.[1] as string;
  assert.equal(next, "cd 'my app'\\''s'");
  const there = spawnSync('sh', ['-c', `${next} && ls package.json`], { cwd: folder, encoding: 'utf8' });
  assert.equal(there.stdout, 'package.json\n');
  const bad = tinygram(['build', 'bad.js', '--no-firmware'], folder);
  assert.match(bad.stderr, /npm install 'it is'$/m);
  // A file of a package: the package is what is installed.
  assert.match(bad.stderr, /npm install lodash$/m);
});

test('the same UDP port twice', () => {
  const run = tinygram(['run', 'app.js', '--udp', '4000', '--udp', '4000:7'], scratch({ 'app.js': QUIET }));
  assert.equal(run.code, 1);
  assert.equal(run.stderr, 'UDP port 4000 of this machine leads to one board, and --udp names it twice.\n');
});

test("the host target's errors are on stderr, its output on stdout", () => {
  const folder = scratch({ 'app.js': "console.log('out'); console.error('err');\n" });
  const run = tinygram(['run', 'app.js', '--target', 'host', '--engine', 'quickjs', '--net', 'none'], folder);
  assert.equal(run.stdout, 'out\n');
  assert.match(run.stderr, /^err\n/m);
});

test('an image with a wrong name or none is no app, and its bytes are not shown', () => {
  const folder = scratch({ 'app.tgi': '\x00\x1b[2J\x07garbage', 'app.js': '\x00\x1b[2J\x07garbage' });
  for (const [app, message] of [
    ['app.tgi', /^app\.tgi is no TypeScript or JavaScript by its name/],
    ['app.js', /^app\.js:1:1: error: /],
  ] as const) {
    const run = tinygram(['run', app], folder);
    assert.equal(run.code, 1);
    assert.match(run.stderr, message);
    assert.doesNotMatch(run.stderr + run.stdout, /[\x00\x1b\x07]/);
  }
});

test('a terminal of 30 columns: help fits', () => {
  for (const command of ['', 'build', 'run', 'flash', 'monitor', 'new']) {
    const { out } = onTerminal(`stty cols 30; "$node" "$cli" ${command} --help`, scratch());
    const wide = out
      .split('\n')
      .filter((line) => line.length > 30 && line.trim().includes(' ') && !/^Usage: /.test(line));
    assert.deepEqual(wide, [], command);
    assert.match(out, /^Options:$/m);
  }
});

test('what takes longer than half a second is named on a terminal, and nowhere else', () => {
  const folder = scratch({ 'package.json': '{}', 'src/app.ts': QUIET });
  const { out } = onTerminal('"$node" "$cli" build --no-firmware', folder);
  assert.match(out, /^build\/app\.tgi: \d+ bytes$/m);
  const silent = tinygram(['build', '--no-firmware'], folder);
  assert.equal(silent.stderr, '');
  const script = `require(${JSON.stringify(inRoot('build/toolchain/progress.js'))}).during("counting", () => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2000);
  }).then(() => console.log("counted"));`;
  const shown = onTerminal(`"$node" -e '${script.replace(/\n\s*/g, ' ')}'`, folder);
  assert.equal(shown.out, 'tinygram: counting …\ncounted\n');
});

test('colours on a terminal, none where NO_COLOR is set or nobody looks', () => {
  const script = `require(${JSON.stringify(inRoot('build/toolchain/cli.js'))}).main(['node', 'cli', 'run', 'none.ts'])`;
  const red = /\x1b\[31m.*There is no app file none\.ts\./;
  assert.match(onTerminal(`"$node" -e '${script.replaceAll("'", '"')}'`, scratch()).out, red);
  const piped = onTerminal(`"$node" -e '${script.replaceAll("'", '"')}' | cat`, scratch()).out;
  assert.match(piped, red, 'standard error is the terminal, whatever standard output is');
  const dumb = onTerminal(`TERM=dumb "$node" -e '${script.replaceAll("'", '"')}'`, scratch()).out;
  assert.match(dumb, /^There is no app file none\.ts\./);
  const plain = onTerminal(`NO_COLOR=1 "$node" -e '${script.replaceAll("'", '"')}'`, scratch()).out;
  assert.match(plain, /^There is no app file none\.ts\./);
  assert.match(tinygram(['run', 'none.ts'], scratch()).stderr, /^There is no app file none\.ts\./);
});

test("--help of the programs behind make's targets", () => {
  for (const [name, word] of [
    ['run', '--only'],
    ['bench/run', '--baseline'],
    ['bench/one', 'ENGINE'],
    ['bench/scale', 'make bench-lab'],
    ['bench/host', 'make bench-host'],
    ['bench/loop', 'make bench-loop'],
    ['bench/size', 'make size'],
    ['conformance/run', '--list'],
    ['fuzz/run', '--seconds'],
    ['docs/differences', 'make docs'],
    ['esp32/check', '--totals'],
  ] as const) {
    const run = spawnSync(process.execPath, [inRoot('build', 'tests', `${name}.js`), '--help'], { encoding: 'utf8' });
    assert.equal(run.status, 0, `${name}: ${run.stderr}`);
    assert.ok(run.stdout.includes(word), `${name}: ${run.stdout}`);
  }
});

test("an option that the programs behind make's targets do not have is one line, and exit code 2", () => {
  for (const name of ['run', 'runner/run', 'bench/run', 'conformance/run', 'fuzz/run', 'faults/run', 'esp32/check']) {
    const program = inRoot('build', 'tests', `${name}.js`);
    for (const [word, message] of [
      ['--nonsense', /^Unknown option '--nonsense'.*\n--help says what there is\.\n$/],
      ['--filter', /^Option '--filter <value>' argument missing\n--help says what there is\.\n$/],
    ] as const) {
      const run = spawnSync(process.execPath, [program, word], { encoding: 'utf8' });
      assert.equal(run.status, 2, `${name}: ${run.stderr}`);
      assert.match(run.stderr, message, name);
    }
  }
});

test("make run: a path with blanks and quotes, and the app's code in what make says", () => {
  const folder = scratch({ "my app's/the app.js": "console.log('from there'); process.exit(42);\n" });
  const app = path.join(folder, "my app's/the app.js");
  const args = ['-s', 'run', `APP=${app}`, 'PORT=host', 'ENGINE=quickjs', '-o', 'build/.setup-demo'];
  const run = spawnSync('make', ['--no-print-directory', ...args], {
    cwd: inRoot(),
    encoding: 'utf8',
    env: makeEnvironment(),
  });
  assert.equal(run.stdout, 'from there\n', run.stderr);
  assert.match(run.stderr, /\[Makefile:\d+: run\] Error 42$/m);
});

test('a program that is not there is named, not the one that starts it', async () => {
  await assert.rejects(startBoard({ port: 'host', firmware: '/nowhere/tinygram' }), {
    name: 'UserError',
    message: /^The program \/nowhere\/tinygram is not there\./,
  });
});
