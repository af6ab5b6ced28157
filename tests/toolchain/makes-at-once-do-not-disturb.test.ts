/**
 * Two makes, or a make and the command, at once in one clone: what both would do is done once, the second one waits and
 * says for whom, and nobody finds half a file. And what the command says when a make fails.
 */
import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';
import { makeEnvironment } from '#toolchain/build/make';
import { inRoot } from '#toolchain/build/paths';
import { scratch } from './lib/scratch';

/** The environment of somebody who is not in a make, and holds no lock of the clone's. */
const environment = (): NodeJS.ProcessEnv => ({ ...makeEnvironment(), TINYGRAM_HELD: '' });

/** A folder with the scripts of toolchain/ and these files. */
function clone(files: Record<string, string>): string {
  const folder = scratch(files);
  fs.mkdirSync(path.join(folder, 'toolchain'), { recursive: true });
  for (const name of ['alone.sh', 'setup.sh'])
    fs.copyFileSync(inRoot('toolchain', name), path.join(folder, 'toolchain', name));
  return folder;
}

/** A clone whose command is this one's and whose Makefile is another. */
function cloneWithMakefile(makefile: string): string {
  const folder = clone({ Makefile: makefile, 'app.js': "require('dgram');\n" });
  fs.copyFileSync(inRoot('package.json'), path.join(folder, 'package.json'));
  fs.cpSync(inRoot('build', 'toolchain'), path.join(folder, 'build', 'toolchain'), { recursive: true });
  fs.symlinkSync(inRoot('node_modules'), path.join(folder, 'node_modules'));
  return folder;
}

const ended = (child: ChildProcess): Promise<number | null> => new Promise((resolve) => child.on('close', resolve));

async function appears(file: string): Promise<void> {
  while (!fs.existsSync(file)) await new Promise((done) => setTimeout(done, 10));
}

/** `tinygram build app.js` in a clone, and what it writes to stderr. */
function build(folder: string): { code: number | null; stderr: string } {
  const args = [path.join(folder, 'build/toolchain/cli.js'), 'build', 'app.js', '--engine', 'quickjs'];
  const run = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', env: environment(), timeout: 60_000 });
  return { code: run.status, stderr: run.stderr };
}

test("a make that fails: the command's line is the last, and make's own are not there", () => {
  const rules = '\t@echo "  cc app.c"\n\t@echo "app.c:1: error: no such thing" >&2; exit 3\n';
  const folder = cloneWithMakefile(`firmware: all\nall:\n\t@$(MAKE) --no-print-directory deeper\ndeeper:\n${rules}`);
  const { code, stderr } = build(folder);
  assert.equal(code, 1);
  assert.equal(
    stderr,
    '  cc app.c\napp.c:1: error: no such thing\n' +
      'The firmware for qemu-arm with quickjs could not be built (make firmware PORT=qemu-arm ENGINE=quickjs).\n',
  );
});

test('what only make can say is said', () => {
  const folder = cloneWithMakefile('firmware: gone.c\n');
  assert.match(build(folder).stderr, /^make: \*\*\* No rule to make target 'gone\.c', needed by 'firmware'\./m);
});

test('a clone that belongs to somebody else: where it builds, and what to do', () => {
  const folder = cloneWithMakefile('firmware:\n\t@touch build/new 2>/dev/null\n');
  const script =
    `mount --bind '${folder}' '${folder}' && mount -o remount,ro,bind '${folder}' && cd '${folder}' && ` +
    `{ '${process.execPath}' build/toolchain/cli.js build app.js --engine quickjs; toolchain/setup.sh demo; }`;
  const run = spawnSync('unshare', ['--user', '--map-root-user', '--mount', 'sh', '-c', script], {
    encoding: 'utf8',
    env: environment(),
  });
  assert.match(run.stderr, /^You may not write to .+\/build, where this clone of Tinygram builds\. Clone it .+\n$/);
  assert.match(run.stdout, /^setup: you may not write to .+: clone Tinygram into a folder of yours\n$/);
});

test('commands that make the same take turns; others do not wait', async () => {
  // A rule that ends once the test says so.
  const rule = '\t@echo $(ENGINE) >> began; while [ ! -e go-$(ENGINE) ]; do sleep 0.02; done; exit 1\n';
  const folder = cloneWithMakefile(`firmware:\n${rule}`);
  const start = (engine: string): ChildProcess =>
    spawn(process.execPath, ['build/toolchain/cli.js', 'build', 'app.js', '--engine', engine], {
      cwd: folder,
      env: environment(),
      stdio: 'ignore',
    });
  const began = (): string[] => fs.readFileSync(path.join(folder, 'began'), 'utf8').trim().split('\n');
  const first = start('quickjs');
  await appears(path.join(folder, 'began'));
  const [second, other] = [start('quickjs'), start('jerryscript')];
  fs.writeFileSync(path.join(folder, 'go-jerryscript'), '');
  assert.equal(await ended(other), 1);
  assert.deepEqual(began(), ['quickjs', 'jerryscript']);
  fs.writeFileSync(path.join(folder, 'go-quickjs'), '');
  await Promise.all([ended(first), ended(second)]);
  assert.deepEqual(began(), ['quickjs', 'jerryscript', 'quickjs']);
});

test('who waits says on a terminal for whom; a lock goes with who held it, whatever ended that', async () => {
  const folder = clone({});
  const alone = path.join(folder, 'toolchain', 'alone.sh');
  const held = path.join(folder, 'held');
  const holder = spawn(alone, ['x', 'sh', '-c', 'touch "$0"; exec sleep 100', held], { env: environment() });
  await appears(held);
  const waiter = spawn(alone, ['x', 'echo', 'mine'], { env: { ...environment(), TINYGRAM_TERMINAL: '1' } });
  let said = '';
  let out = '';
  waiter.stdout.on('data', (data: Buffer) => (out += String(data)));
  const told = new Promise<void>((resolve) => waiter.stderr.on('data', (data) => ((said += String(data)), resolve())));
  await told;
  assert.equal(
    said,
    'tinygram: waiting for another one that builds the same: ' +
      `process ${holder.pid}, sh -c touch "$0"; exec sleep 100 ${held} …\n`,
  );
  assert.equal(out, '');
  holder.kill('SIGKILL');
  assert.equal(await ended(waiter), 0);
  assert.equal(out, 'mine\n');
  // And a command may run another of the lock that it holds.
  const nested = spawnSync(alone, ['x', alone, 'x', 'echo', 'inside'], { encoding: 'utf8', env: environment() });
  assert.equal(nested.stdout, 'inside\n');
});

/** An npm that takes a while to make node_modules with one package, and says each time in the file "ran". */
const NPM = `#!/bin/sh
echo "$*, before: $(ls "$CLONE/node_modules")" >> "$CLONE/ran"
[ ! -e "$CLONE/offline" ] || { echo 'npm error network' >&2; exit 1; }
rm -rf node_modules && mkdir -p node_modules/eslint && sleep 0.3 && touch node_modules/.package-lock.json
`;

test('packages that have changed are brought in once, and what npm cannot bring takes nothing away', async () => {
  const folder = clone({ 'package.json': '{}', 'package-lock.json': '{}', 'bin/npm': NPM });
  fs.chmodSync(path.join(folder, 'bin/npm'), 0o755);
  const at = (name: string): string => path.join(folder, name);
  const env = { ...environment(), CLONE: folder, PATH: `${at('bin')}:${process.env.PATH}` };
  const start = (): ChildProcess => spawn(at('toolchain/setup.sh'), ['npm'], { env, stdio: 'ignore' });
  const runs = (): number => fs.readFileSync(at('ran'), 'utf8').split('before:').length - 1;
  assert.deepEqual(await Promise.all([start(), start(), start()].map(ended)), [0, 0, 0]);
  assert.equal(runs(), 1);
  assert.ok(fs.existsSync(at('node_modules/eslint')));

  // package.json changes: the packages of before stay until the new ones are whole.
  fs.writeFileSync(at('node_modules/before'), '');
  fs.utimesSync(at('node_modules/.package-lock.json'), new Date(0), new Date(0));
  fs.writeFileSync(at('offline'), '');
  assert.notEqual(await ended(start()), 0);
  assert.ok(fs.existsSync(at('node_modules/before')), 'npm has failed');
  fs.rmSync(at('offline'));
  assert.deepEqual(await Promise.all([start(), start()].map(ended)), [0, 0]);
  assert.equal(runs(), 3);
  assert.match(fs.readFileSync(at('ran'), 'utf8'), /, before: before\neslint\n$/, 'while npm runs');
  assert.ok(!fs.existsSync(at('node_modules/before')));
});

test('an object gets its name when it is whole, and a compiler that fails changes nothing', () => {
  const folder = scratch({
    'half/cc':
      '#!/bin/sh\nfor word; do [ "$before" != -o ] || echo half > "$word"; before=$word; done\n' +
      'ls "$SEEN" > "$SEEN/../seen"; exit 1\n',
    'build/obj/x': '',
  });
  fs.chmodSync(path.join(folder, 'half/cc'), 0o755);
  const object = path.join(folder, 'build/obj/runtime/core/args.o');
  const compile = (more: NodeJS.ProcessEnv): number | null =>
    spawnSync(
      'make',
      ['-s', 'PORT=host', 'ENGINE=quickjs', `BUILD=${folder}/build`, '-o', 'build/.setup-demo', object],
      { cwd: inRoot(), env: { ...environment(), ...more }, encoding: 'utf8' },
    ).status;
  assert.equal(compile({}), 0);
  const whole = fs.readFileSync(object);
  const places = fs.readFileSync(object.replace(/o$/, 'd'), 'utf8');
  assert.deepEqual(places.split(/[\s\\]+/).slice(0, 2), [`${object}:`, 'runtime/core/args.c']);
  fs.utimesSync(object, new Date(0), new Date(0));
  const half = { SEEN: path.dirname(object), PATH: `${path.join(folder, 'half')}:${process.env.PATH}` };
  assert.notEqual(compile(half), 0);
  assert.deepEqual(fs.readFileSync(object), whole);
  assert.match(fs.readFileSync(path.join(folder, 'build/obj/runtime/seen'), 'utf8'), /^args\.o\.\d+$/m);
  assert.deepEqual(fs.readdirSync(path.dirname(object)).sort(), ['args.d', 'args.o']);
});
