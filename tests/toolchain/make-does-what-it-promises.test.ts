/** The Makefile: `make help` lists what there is, and what it lists can be made with every variable that it names. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';
import { makeEnvironment } from '#toolchain/build/make';
import { ENGINES, filesBelow, inRoot, PORTS } from '#toolchain/build/paths';
import { scratch } from './lib/scratch';

/** What make prints on stdout; without a JerryScript unless env names one. */
function make(args: string[], env: NodeJS.ProcessEnv = { JERRYSCRIPT_PREFIX: scratch() }): string {
  const run = spawnSync('make', ['--no-print-directory', ...args], {
    cwd: inRoot(),
    env: { ...makeEnvironment(), ...env },
    encoding: 'utf8',
    timeout: 60_000,
    maxBuffer: 1 << 26,
  });
  assert.equal(run.status, 0, `make ${args.join(' ')}: ${run.stderr}`);
  assert.equal(run.stderr, '', `make ${args.join(' ')}`);
  return run.stdout;
}

const files = ['Makefile', 'ports/firmware.mk', 'tests/tests.mk'];
const text = files.map((name) => fs.readFileSync(inRoot(name), 'utf8')).join('\n');
const targets = [...text.matchAll(/^\.PHONY: (.*)$/gm)].flatMap(([, names]) => names.split(' '));

test('help names every target, with what it does', () => {
  const listed = [...make(['help']).matchAll(/^ {2}make (\S+) +(\S.*)$/gm)].map(([, name]) => name);
  assert.deepEqual(listed.toSorted(), targets.filter((name) => name !== 'FORCE').toSorted());
  for (const port of PORTS) assert.ok(make(['help']).includes(port), port);
});

test('no rule depends on what else was asked for', () => {
  assert.doesNotMatch(text, /MAKECMDGOALS/);
});

test('each target of the C build is there for every port, in every order of words', () => {
  for (const port of [...PORTS, 'esp32']) {
    for (const goal of ['firmware', 'compiler', 'engine-tests', 'port-objects', 'unit-net', 'unit-threads', 'fuzz'])
      make([`PORT=${port}`, '-n', '-o', 'build/.setup-demo', goal]);
  }
});

test('a sanitized host, its flags', () => {
  const commands = make([
    'PORT=host',
    'SANITIZE=1',
    'ENGINE=quickjs',
    '-n',
    '-B',
    'firmware',
    '-o',
    'build/.setup-demo',
  ]);
  assert.match(commands, /-fsanitize=address,undefined .*-c runtime\/core\/loop\.c/);
  assert.match(commands, / mv \$new build\/host\/quickjs-sanitize\/tinygram \|\|/m);
});

test('without ENGINE it is JerryScript where that is for target and host, and make says so', () => {
  const engineLine = (args: string[], targets: string[]): string => {
    const install = scratch(Object.fromEntries(targets.map((name) => [`${name}/lib/libjerry-core.a`, ''])));
    const header = '#define JERRY_API_MAJOR_VERSION 3\n';
    for (const name of targets) {
      fs.mkdirSync(path.join(install, name, 'include'));
      for (const file of ['jerryscript.h', 'jerryscript-port.h'])
        fs.writeFileSync(path.join(install, name, 'include', file), header);
    }
    const out = make(['-n', '-o', 'build/.setup-demo', ...args, 'firmware'], { JERRYSCRIPT_PREFIX: install });
    return /^echo 'engine: (.*)'$/m.exec(out)?.[1].replaceAll(install, 'P') ?? '';
  };
  const taken = (target: string): string =>
    `jerryscript (it is installed for ${target}; ENGINE=quickjs takes the other)`;
  assert.equal(engineLine([], []), 'quickjs (no JerryScript for host below P)');
  assert.equal(engineLine([], ['host']), 'quickjs (no JerryScript for cortex-m3 below P)');
  assert.equal(engineLine([], ['cortex-m3']), 'quickjs (no JerryScript for host below P)');
  assert.equal(engineLine([], ['host', 'cortex-m3']), taken('cortex-m3'));
  assert.equal(engineLine(['BOARD=mps2-an385-small'], ['host', 'cortex-m3']), taken('cortex-m3'));
  assert.equal(
    engineLine(['BOARD=mps2-an385-small'], ['host', 'cortex-m3', 'cortex-m3-small']),
    taken('cortex-m3-small'),
  );
  assert.equal(engineLine(['PORT=host'], ['host']), taken('host'));
  for (const engine of ENGINES) assert.equal(engineLine([`ENGINE=${engine}`], ['host', 'cortex-m3']), '');
});

test('whatever is made, the line about the engine comes once, and not where ENGINE is given', () => {
  for (const port of ['qemu-arm', 'host']) {
    for (const goal of ['firmware', 'compiler', 'engine-tests', 'port-objects', 'profile-firmware']) {
      const lines = (more: string[]): number =>
        make([`PORT=${port}`, '-n', '-o', 'build/.setup-demo', ...more, goal]).match(/^echo 'engine: /gm)?.length ?? 0;
      assert.equal(lines([]), 1, `make ${goal} PORT=${port}`);
      assert.equal(lines(['ENGINE=quickjs']), 0, `make ${goal} PORT=${port} ENGINE=quickjs`);
    }
  }
});

test('a build fetches what it uses, tests the rest', () => {
  const { dependencies, devDependencies } = JSON.parse(fs.readFileSync(inRoot('package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
    devDependencies: Record<string, string>;
  };
  // The compilers come as programs, types and library modules by their names elsewhere.
  const sources = filesBelow(inRoot('toolchain', 'src'), (name) => /\.tsx?$/.test(name));
  const library = filesBelow(inRoot('modules', 'library'), (name) => name.endsWith('.ts'));
  const used = [...sources, ...library, inRoot('Makefile'), inRoot('toolchain', 'tsconfig.json')];
  const text = used.map((file) => fs.readFileSync(file, 'utf8')).join('\n');
  const named = (name: string): boolean =>
    new RegExp(`['"]${name}(/[^'"]*)?['"]|\\.bin/${name}\\b`).test(text) || name === '@types/node';
  const names = Object.keys({ ...dependencies, ...devDependencies });
  assert.deepEqual(
    Object.keys(devDependencies).filter((name) =>
      new RegExp(`(from|import\\(|require\\() ?['"]${name}['"]`).test(text),
    ),
    [],
    'the build imports these',
  );
  assert.deepEqual(
    Object.keys(dependencies).filter((name) => !named(name)),
    [],
    'only tests need these',
  );
  assert.ok(names.length > 20);
  const [first = '', then = ''] = ['package-lock.json', 'with-tests'].map((file) =>
    make(['-n', '-B', `node_modules/.${file}`, '-o', 'package.json', '-o', 'package-lock.json']),
  );
  assert.match(first, /^toolchain\/setup\.sh npm$/m);
  assert.doesNotMatch(first, /npm-test/);
  assert.match(then, /^toolchain\/setup\.sh npm-test$/m);
});
