/**
 * What `make package` leaves is installed as people do, `npm install -g` into an empty prefix by a user without root,
 * and used on a PATH that has Node and QEMU alone: no make, no compiler, no clone.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import * as path from 'node:path';
import { before, test } from 'node:test';
import { sourceRevisions } from '#toolchain/build/deps';
import { makePackages, PACKAGE_LIMIT } from '#toolchain/build/package';
import { ENGINES, filesBelow, inRoot, platformPackage } from '#toolchain/build/paths';
import { enginesInstalled } from '#toolchain/build/tools';
import { buildPrograms } from '#toolchain/commands/package';
import { scratch } from './lib/scratch';

/** Debian's user for programs that own nothing. */
const NOBODY = 65534;
const engines = enginesInstalled();

const home = scratch();
const out = scratch();
const prefix = path.join(home, 'prefix');
const installed = path.join(prefix, 'lib', 'node_modules', 'tinygram');
let packages: string[] = [];

/** Variables by which npm reaches the registry of this machine. */
const REGISTRY_VARIABLES = /^(npm_config_\w+|https?_proxy|no_proxy|NODE_EXTRA_CA_CERTS|SSL_CERT_FILE)$/i;

/** Runs a program as that user, in a folder of theirs. PATH is `tools` alone. */
function asUser(
  tools: string,
  folder: string,
  command: string[],
  env: NodeJS.ProcessEnv = {},
): { code: number | null; out: string; err: string } {
  const root = process.getuid?.() === 0;
  const drop = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', '--'];
  const [program, ...args] = root ? ['/usr/bin/setpriv', ...drop, ...command] : command;
  const run = spawnSync(program as string, args, {
    cwd: folder,
    encoding: 'utf8',
    timeout: 240_000,
    env: { ...env, HOME: home, PATH: tools, XDG_CACHE_HOME: path.join(home, 'cache'), LANG: 'C.UTF-8' },
  });
  return { code: run.status, out: run.stdout ?? '', err: `${run.stderr ?? ''}${run.error?.message ?? ''}` };
}

/** A folder with links to these programs of this machine, to be a PATH. */
function pathWith(...programs: string[]): string {
  const folder = scratch();
  for (const program of programs) {
    const found = spawnSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).stdout.trim();
    fs.symlinkSync(fs.realpathSync(program === 'node' ? process.execPath : found), path.join(folder, program));
  }
  fs.chmodSync(folder, 0o755);
  return folder;
}

/** All that people need beside the package. npm runs install scripts of packages by a shell. */
const TOOLS = pathWith('node', 'qemu-system-arm');
const INSTALL_TOOLS = pathWith('node', 'sh');

function tinygram(folder: string, ...args: string[]): { code: number | null; out: string; err: string } {
  return asUser(TOOLS, folder, [process.execPath, path.join(prefix, 'bin', 'tinygram'), ...args]);
}

/** Path, size, time and mode of every file of the installed package. */
function state(): string[] {
  return filesBelow(installed, () => true).map((file) => {
    const { size, mtimeMs, mode } = fs.lstatSync(file);
    return `${file} ${size} ${mtimeMs} ${mode}`;
  });
}

before(async () => {
  await buildPrograms(engines);
  packages = makePackages(out, engines);
  for (const folder of [home, out]) fs.chmodSync(folder, 0o755);
  fs.chownSync(home, process.getuid?.() === 0 ? NOBODY : -1, -1);
  install(home, '--global', '--prefix', prefix, ...packages);
});

/** `npm install` as that user, in a folder of theirs. */
function install(folder: string, ...args: string[]): void {
  // npm's settings are this machine's: how it reaches a registry is no matter of the package.
  const setting = (name: string): string =>
    spawnSync('npm', ['config', 'get', name], { encoding: 'utf8' }).stdout.trim();
  const own = path.join(home, '.npmrc');
  if (fs.existsSync(setting('userconfig'))) fs.copyFileSync(setting('userconfig'), own);
  else fs.writeFileSync(own, '');
  if (process.getuid?.() === 0) fs.chownSync(own, NOBODY, NOBODY);
  const npm = fs.realpathSync(spawnSync('sh', ['-c', 'command -v npm'], { encoding: 'utf8' }).stdout.trim());
  const flags = ['--registry', setting('registry'), '--loglevel=error', '--globalconfig', setting('globalconfig')];
  const reach = Object.fromEntries(Object.entries(process.env).filter(([name]) => REGISTRY_VARIABLES.test(name)));
  const quiet = ['--no-audit', '--no-fund', '--fetch-retries=1'];
  const run = asUser(INSTALL_TOOLS, folder, [process.execPath, npm, 'install', ...flags, ...quiet, ...args], reach);
  assert.equal(run.code, 0, `${run.out}\n${run.err}`);
}

test('the package is small, and what the command imports is what it depends on', () => {
  const { size } = fs.statSync(packages[0] as string);
  assert.ok(size <= PACKAGE_LIMIT, `${size} bytes`);
  const manifest = JSON.parse(fs.readFileSync(path.join(installed, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
    optionalDependencies: Record<string, string>;
  };
  const imported = new Set<string>();
  let text = '';
  for (const folder of ['build/toolchain', 'modules/library']) {
    for (const file of filesBelow(path.join(installed, folder), (name) => /\.[jt]s$/.test(name)))
      text += fs.readFileSync(file, 'utf8');
  }
  for (const [, name] of text.matchAll(/\b(?:require|import)\(["']([^"'.#$][^"'$]*)["']\)/g)) {
    const bare = /^(?:@[^/]+\/)?[^/]+/.exec(name as string)?.[0] as string;
    if (!isBuiltin(bare)) imported.add(bare);
  }
  // The built-in modules are made in a clone alone, with terser.
  imported.delete('terser');
  // Itself: a module that the app build brings in.
  imported.delete('tinygram');
  const declared = Object.keys(manifest.dependencies);
  assert.deepEqual(
    [...imported].filter((name) => !declared.includes(name)),
    [],
  );
  assert.deepEqual(
    declared.filter((name) => !new RegExp(`['"]${name}['"/]`).test(text)),
    [],
  );
  assert.deepEqual(Object.keys(manifest.optionalDependencies), [platformPackage()]);
});

test('new, test, build, run: an app on the emulated board, and nothing is written into the package', () => {
  const before = state();
  const made = tinygram(home, 'new', 'weather');
  assert.equal(made.code, 0, made.err);
  const app = path.join(home, 'weather');
  const { version } = createRequire(inRoot('package.json'))('./package.json') as { version: string };
  const manifest = JSON.parse(fs.readFileSync(path.join(app, 'package.json'), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  assert.equal(manifest.devDependencies.tinygram, version);
  for (const engine of engines) {
    const tested = tinygram(
      app,
      'test',
      '--engine',
      engine,
      '--reporter',
      'readable',
      '--reporter',
      'junit:build/r.xml',
    );
    assert.equal(tested.code, 0, tested.out + tested.err);
    assert.match(tested.out, /^\d+ passed, 0 failed, 0 skipped$/m);
  }
  assert.ok(
    fs.existsSync(path.join(app, '.github/workflows/test.yml')) && fs.existsSync(path.join(app, 'build/r.xml')),
  );
  const once =
    "import * as dgram from 'dgram';\nimport * as os from 'os';\nconst s = dgram.createSocket('udp4');\n" +
    's.bind(0, () => { console.log(`bound on ${os.type()}`); s.close(); });\n';
  fs.writeFileSync(path.join(app, 'src/app.ts'), once);
  for (const engine of engines) {
    const built = tinygram(app, 'build', '--engine', engine);
    assert.equal(built.code, 0, built.err);
    const sources = sourceRevisions(engine);
    assert.ok(sources.length > 0 && built.out.includes(`firmware from ${sources.join(', ')}\n`), built.out);
    const versions = tinygram(app, '--version').out;
    for (const source of sources) assert.ok(versions.includes(`firmware from ${source}\n`), versions);
    const run = tinygram(path.join(app, 'src'), 'run', '--engine', engine);
    assert.equal(run.code, 0, run.err);
    assert.match(run.out, /^bound on \w+$/m, engine);
  }
  assert.deepEqual(state(), before);
});

test('the platform package brings the host port and release builds', () => {
  const app = path.join(home, 'weather');
  for (const engine of engines) {
    const run = tinygram(app, 'run', '--engine', engine, '--target', 'host');
    assert.equal(run.code, 0, run.err);
    assert.match(run.out, /^bound on \w+$/m, engine);
    const release = tinygram(app, 'run', '--engine', engine, '--release');
    assert.equal(release.code, 0, release.err);
    assert.match(release.out, /^bound on \w+$/m, engine);
  }
});

test('without the platform package the emulated board runs, and what lacks it says its name', (t) => {
  const own = path.join(path.dirname(installed), platformPackage());
  fs.renameSync(own, `${own}.away`);
  t.after(() => fs.renameSync(`${own}.away`, own));
  const app = path.join(home, 'weather');
  assert.equal(tinygram(app, 'run').code, 0);
  const refused = tinygram(app, 'run', '--target', 'host');
  assert.equal(refused.code, 1);
  assert.match(refused.err, new RegExp(`${platformPackage()}, which is not installed`));
  const doctor = tinygram(app, 'doctor');
  assert.match(doctor.out, new RegExp(`^missing ${platformPackage()}: `, 'm'));
});

test('npm install: beside the link that new leaves, and elsewhere from the files in the app', () => {
  const made = tinygram(home, 'new', 'travels');
  assert.equal(made.code, 0, made.err);
  const app = path.join(home, 'travels');
  const link = path.join(app, 'node_modules', 'tinygram');
  const leads = fs.realpathSync(link);
  install(app, '--offline');
  assert.equal(fs.realpathSync(link), leads, 'npm leaves the link');
  // As a clone of the app on another machine: without its node_modules.
  fs.rmSync(path.join(app, 'node_modules'), { recursive: true });
  const vendor = packages.map((file) => path.join(app, path.basename(file)));
  for (const [at, file] of packages.entries()) fs.copyFileSync(file, vendor[at] as string);
  install(app, '--save-dev', ...vendor);
  assert.ok(fs.lstatSync(link).isDirectory() && !fs.lstatSync(link).isSymbolicLink());
  const own = [process.execPath, path.join(app, 'node_modules', '.bin', 'tinygram'), 'run', '--target', 'host'];
  fs.writeFileSync(path.join(app, 'src/app.ts'), "import 'dgram';\nconsole.log('from the files');\n");
  const run = asUser(TOOLS, app, own);
  assert.equal(run.code, 0, run.err);
  assert.equal(run.out, 'from the files\n');
});

test('profile names JavaScript and C functions, though the firmware has no symbols', () => {
  const before = state();
  const app = path.join(home, 'weather');
  const source =
    "import * as dgram from 'dgram';\nconst socket = dgram.createSocket('udp4');\n" +
    "socket.on('message', function answer(message, from) {\n  socket.send(message, from.port, from.address);\n});\n" +
    'socket.bind(7);\n';
  fs.writeFileSync(path.join(app, 'src/answer.ts'), source);
  for (const engine of engines) {
    const run = tinygram(app, 'profile', 'src/answer.ts', '--engine', engine, '--send', '3', '--to', '7');
    assert.equal(run.code, 0, run.err);
    const [, scripts = '', functions = ''] = run.out.split(/^[\d,]+ instructions a datagram, by .*$/m);
    assert.match(scripts, engine === 'quickjs' ? / answer \(src\/answer\.ts:3\)$/m : / answer \(app\.js\)$/m);
    assert.match(functions, / {2}udp_sendto_if_src\w*$/m);
    assert.ok(fs.existsSync(path.join(app, `build/profile/answer-${engine}.html`)));
  }
  assert.deepEqual(state(), before);
});

test('serialport and esptool-js are for flash and monitor alone, which say what is missing', (t) => {
  const modules = ['serialport', '@serialport', 'esptool-js'].map((name) =>
    path.join(path.dirname(createRequire(path.join(installed, 'package.json')).resolve('commander')), '..', name),
  );
  for (const folder of modules) fs.renameSync(folder, `${folder}.away`);
  t.after(() => modules.forEach((folder) => fs.renameSync(`${folder}.away`, folder)));
  const app = path.join(home, 'weather');
  for (const args of [['--version'], ['build'], ['run'], ['size'], ['flash', '--help']]) {
    const run = tinygram(app, ...args);
    assert.equal(run.code, 0, `${args.join(' ')}: ${run.out}${run.err}`);
  }
  for (const command of ['flash', 'monitor']) {
    for (const port of [[], ['--port', '/dev/null']]) {
      const run = tinygram(app, command, ...port);
      assert.equal(run.code, 1);
      assert.match(
        run.err,
        /^(engine: .+\n)?The npm package serialport, which boards on a serial port need, is not there\. Type: .+\n$/,
      );
    }
  }
});

test('an error in a built-in module names its TypeScript line', () => {
  const app = path.join(home, 'weather');
  fs.writeFileSync(
    path.join(app, 'src/bad.ts'),
    "import * as dgram from 'dgram';\ndgram.createSocket('udp5' as 'udp4');\n",
  );
  const run = tinygram(app, 'run', 'src/bad.ts', '--engine', ENGINES[0]);
  assert.match(run.out + run.err, /ERR_SOCKET_BAD_TYPE[^]*src\/bad\.ts:2:/);
});
