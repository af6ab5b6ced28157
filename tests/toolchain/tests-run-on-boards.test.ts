/** `tinygram test`: the module `test`, its boards and network, budgets, reporters and exit codes. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';
import { inRoot } from '#toolchain/build/paths';
import type { FileResult, Result, Totals } from '#toolchain/testing/results';
import { xmlError } from '../bench/lib/xml';
import { engineMissing } from '../runner/targets';
import { tinygram, type Result as Run } from './lib/command';
import { scratch } from './lib/scratch';

const PROJECT = { 'package.json': '{}', 'src/app.ts': "console.log('the app');\n" };

interface Report {
  run: Run;
  totals: Totals;
  files: FileResult[];
}

/** Runs files of tests, on the host target unless the arguments name another, and reads their JSON. */
function report(files: Record<string, string>, ...args: string[]): Report {
  const folder = scratch({ ...PROJECT, ...files });
  const target = args.includes('--target') ? [] : ['--target', 'host'];
  const run = tinygram(['test', '--reporter', 'json', ...target, ...args], folder);
  assert.notEqual(run.stdout, '', run.stderr);
  return { run, ...(JSON.parse(run.stdout) as { totals: Totals; files: FileResult[] }) };
}

const line = ({ path: names, status }: Result): string => `${names.join(' > ')}: ${status}`;

const ORDER = `
const { describe, it, test, before, after, beforeEach, afterEach } = require('node:test');
const said = [];
before(() => said.push('before all'));
beforeEach(() => said.push('before each'));
afterEach(() => said.push('after each'));
test('first', () => { said.push('first'); });
describe('suite', () => {
  before(() => said.push('before suite'));
  beforeEach(async () => { await null; said.push('before each of suite'); });
  afterEach(() => said.push('after each of suite'));
  after(() => said.push('after suite'));
  it('second', async () => { await new Promise((done) => setTimeout(done, 5)); said.push('second'); });
  it('third', (t, done) => { said.push('third'); setTimeout(done, 1); });
  describe('inner', () => { it('fourth', () => { said.push('fourth'); }); });
});
test('fifth', async (t) => {
  await t.test('inside', () => { said.push('inside'); });
  said.push('fifth');
});
after(() => console.log('said: ' + said.join(', ')));
`;

test('hooks and tests run in the order in which they run on Node', () => {
  const { files, totals, run } = report({ 'order.test.js': ORDER });
  assert.equal(run.code, 0);
  const node = spawnSync(process.execPath, ['--test', '--test-reporter', 'spec', 'order.test.js'], {
    cwd: scratch({ 'order.test.js': ORDER }),
    encoding: 'utf8',
    env: { ...process.env, NODE_TEST_CONTEXT: undefined },
  });
  const said = /said: .*/;
  assert.equal(said.exec(files[0]?.output ?? '')?.[0], said.exec(node.stdout)?.[0], node.stdout);
  assert.deepEqual(totals, { passed: 6, failed: 0, skipped: 0, todo: 0 });
});

const OUTCOMES = `
import * as assert from 'node:assert';
import test, { describe, it, mock } from 'test';
it('passes', () => undefined);
it('throws', () => { throw new Error('on purpose'); });
it('rejects', async () => { assert.strictEqual(1, 2); });
it('is stray', () => new Promise(() => setTimeout(() => { throw new Error('from a timer'); }, 1)));
it('is late', { timeout: 20 }, () => new Promise(() => undefined));
it.skip('is skipped', () => { throw new Error(); });
it('is skipped with a reason', { skip: 'no thermometer' }, () => { throw new Error(); });
it.todo('is to do');
it('fails, to do', { todo: true }, () => { throw new Error('not yet'); });
it('skips itself', (t) => t.skip('it is Sunday'));
describe('a suite', () => {
  it('has one', (t) => t.diagnostic('seen'));
  throw new Error('the suite is broken');
});
test('has two inside', async (t) => {
  await t.test('good', () => undefined);
  await t.test('bad', () => { throw new Error('inner'); });
});
it('is mocked', (t) => {
  t.mock.timers.enable({ now: 500 });
  const seen: number[] = [];
  const twice = setInterval(() => seen.push(Date.now()), 100);
  setTimeout(() => clearInterval(twice), 250);
  t.mock.timers.tick(1000);
  assert.deepStrictEqual(seen, [600, 700]);
  const object = { add: (a: number, b: number) => a + b };
  const add = mock.method(object, 'add', () => 7);
  assert.strictEqual(object.add(1, 2), 7);
  assert.deepStrictEqual(add.mock.calls[0]?.arguments, [1, 2]);
  add.mock.restore();
  assert.strictEqual(object.add(1, 2), 3);
});
it('has its timers back', () => { assert.ok(Date.now() > 1000); });
`;

test('what can come of a test', () => {
  const { run, files, totals } = report({ 'tests/outcomes.test.ts': OUTCOMES });
  const [{ results, errors }] = files as [FileResult];
  assert.deepEqual(results.map(line), [
    'passes: pass',
    'throws: fail',
    'rejects: fail',
    'is stray: fail',
    'is late: fail',
    'is skipped: skip',
    'is skipped with a reason: skip',
    'is to do: todo',
    'fails, to do: todo',
    'skips itself: skip',
    'a suite: fail',
    'has two inside: pass',
    'has two inside > good: pass',
    'has two inside > bad: fail',
    'is mocked: pass',
    'has its timers back: pass',
  ]);
  assert.deepEqual(errors, []);
  assert.deepEqual(totals, { passed: 5, failed: 6, skipped: 3, todo: 2 });
  assert.equal(run.code, 1);
  const errorOf = (name: string): string => results.find((one) => one.path.at(-1) === name)?.error?.stack ?? '';
  assert.match(errorOf('throws'), /^Error: on purpose\n\s+at .*tests\/outcomes\.test\.ts:5:/);
  assert.match(errorOf('is stray'), /from a timer/);
  assert.match(errorOf('is late'), /timed out after 20ms/);
});

test('only, and names that are asked for', () => {
  const text = `const { describe, it } = require('test');
    it('one', () => {});
    it.only('two', () => {});
    describe('some', () => { it('three', () => {}); it('four', { only: true }, () => {}); });`;
  assert.deepEqual(report({ 'a.test.js': text }).files[0]?.results.map(line), [
    'one: skip',
    'two: pass',
    'some: pass',
    'some > three: skip',
    'some > four: pass',
  ]);
  const named = report({ 'a.test.js': text.replace(/\.only|, \{ only: true \}/g, '') }, '--name', '^some > t');
  assert.deepEqual(named.files[0]?.results.map(line), ['some: pass', 'some > three: pass']);
});

test('a board that ends, hangs or cannot be built is a failure of its file alone', () => {
  const { run, files } = report(
    {
      'a.test.js': "require('test')('ends', () => process.exit(5));",
      'b.test.js': "require('test')('hangs', () => new Promise(() => setInterval(() => {}, 1000)));",
      'c.test.ts': 'const wrong: string = 1;',
      'd.test.js': "require('test')('is right', () => {});",
      'node_modules/other/e.test.js': 'throw 1;',
    },
    '--timeout',
    '4s',
  );
  assert.equal(run.code, 1);
  assert.deepEqual(
    files.map(({ errors }) => errors.join('').split('\n')[0]),
    [
      'in "ends": the board ended with code 5 before its tests did',
      'in "hangs": not ended within 4 s (--timeout)',
      "c.test.ts:1:7: error: TS2322: Type 'number' is not assignable to type 'string'.",
      '',
    ],
  );
});

const LAB = `
const assert = require('assert');
const dgram = require('dgram');
const { it, lab } = require('test');
it('starts boards, and makes their network a bad one', async () => {
  const echo = await lab.start('../src/echo.js', { args: ['7000'], boot: ['env.WORD=hi'] });
  await echo.waitFor(/ready (\\w+)/);
  const socket = dgram.createSocket('udp4');
  let heard = 0;
  socket.on('message', () => heard++);
  const send = async (n) => {
    for (let i = 0; i < n; i++) socket.send('x', 7000, echo.address);
    await new Promise((done) => setTimeout(done, 300));
    const before = heard;
    heard = 0;
    return before;
  };
  assert.strictEqual(await send(10), 10);
  await lab.network('loss b1-b2 100%');
  assert.strictEqual(await send(10), 0);
  await lab.network('loss b1-b2 0%', 'link b2 down');
  assert.strictEqual(await send(1), 0);
  await lab.network('link b2 up');
  const message = new Promise((resolve) => echo.once('message', resolve));
  await echo.send({ question: 6 });
  assert.deepStrictEqual(await message, { answer: 7 });
  await assert.rejects(lab.network('loss b9 1%'), /There is no "b9" here/);
  await assert.rejects(lab.start('../src/none.js'), /There is no app file/);
  await assert.rejects(echo.waitFor('never', 50), /did not print/);
  await echo.stop();
  assert.strictEqual(await echo.exited(), 137);
  assert.match(await echo.output(), /^ready hi\\n/);
});
`;
const ECHO = `
const socket = require('dgram').createSocket('udp4');
socket.on('message', (data, { port, address }) => socket.send(data, port, address));
socket.bind(Number(process.argv[2]), () => console.log('ready', process.env.WORD));
process.on('message', ({ question }) => process.send({ answer: question + 1 }));
`;
const BUDGETS = `
const { it } = require('test');
const kept = [];
it('within', { budget: { instructions: 2e6, heap: 20000, image: 5000 } }, () => {
  for (let i = 0; i < 50; i++) kept.push({ i, text: 'number ' + i });
});
it('over', { budget: { instructions: 100 } }, () => { for (let i = 0; i < 1000; i++); });
it('waits', { budget: { instructions: 100 } }, async () => {});
it('too large', { budget: { image: 50 } }, () => {});
`;

for (const engine of ['quickjs', 'jerryscript'] as const) {
  const skip = engineMissing(engine) ?? false;
  for (const target of ['host', 'qemu-arm']) {
    test(`several boards in one test, on ${target} with ${engine}`, { skip, timeout: 120_000 }, () => {
      const files = { 'tests/lab.test.js': LAB, 'src/echo.js': ECHO };
      const { files: results, totals } = report(files, '--engine', engine, '--target', target);
      assert.deepEqual(totals, { passed: 1, failed: 0, skipped: 0, todo: 0 }, JSON.stringify(results, null, 1));
    });
  }

  test(`budgets are the same in every run, with ${engine}`, { skip, timeout: 240_000 }, () => {
    const runs = [1, 2, 3].map(() => report({ 'b.test.js': BUDGETS }, '--engine', engine, '--target', 'qemu-arm'));
    const measured = runs.map(({ files }) => files[0]?.results.map((one) => one.measured));
    assert.deepEqual(measured[1], measured[0]);
    assert.deepEqual(measured[2], measured[0]);
    const [within, over, waits, large] = runs[0]?.files[0]?.results as [Result, Result, Result, Result];
    assert.equal(within.status, 'pass', within.error?.message);
    assert.ok((within.measured?.instructions ?? 0) > 1000 && (within.measured?.heap ?? 0) > 1000);
    assert.match(over.error?.message ?? '', /^\d+ instructions, \d+ over the budget of 100$/);
    assert.match(waits.error?.message ?? '', /a function that does not wait/);
    assert.match(large.error?.message ?? '', /^\d+ bytes of image, \d+ over the budget of 50$/);
  });
}

test('reporters: TAP, JUnit, readable, each to its place', () => {
  const folder = scratch({ ...PROJECT, 'tests/outcomes.test.ts': OUTCOMES });
  const outs = ['tap:out/r.tap', 'junit:out/r.xml', 'readable'].flatMap((one) => ['--reporter', one]);
  const run = tinygram(['test', '--target', 'host', ...outs], folder);
  assert.equal(run.code, 1, run.stderr);
  assert.match(run.stdout, /^tests\/outcomes\.test\.ts\n {2}✔ passes/);
  assert.match(run.stdout, /^ {2}✖ throws .*\n {6}Error: on purpose\n {10}at .*tests\/outcomes\.test\.ts:5/m);
  assert.match(run.stdout, /^5 passed, 6 failed, 3 skipped, 2 to do$/m);
  const tap = fs.readFileSync(path.join(folder, 'out/r.tap'), 'utf8');
  assert.match(tap, /^TAP version 13\nok 1 - tests\/outcomes\.test\.ts > passes\n/);
  assert.match(tap, /^ok 7 - .* # SKIP no thermometer$/m);
  assert.match(tap, /^1\.\.16$/m);
  assert.equal([...tap.matchAll(/^not ok /gm)].length, 6);
  const xml = fs.readFileSync(path.join(folder, 'out/r.xml'), 'utf8');
  assert.equal(xmlError(xml.replace(/^<\?xml .*\?>\n/, '')), undefined);
  const count = (name: string): number => [...xml.matchAll(new RegExp(`<${name}[ >/]`, 'g'))].length;
  assert.deepEqual([count('testcase'), count('failure'), count('skipped')], [16, 6, 5]);
  assert.match(xml, /<testsuite name="tests\/outcomes\.test\.ts" tests="16" failures="6" errors="0" skipped="5"/);
});

test('wrong use', () => {
  const folder = scratch(PROJECT);
  for (const [args, message] of [
    [[], /^There are no tests below /],
    [['none.test.js'], /^There is no file none\.test\.js\./],
    [['src/app.ts', '--reporter', 'xml'], /^There is no reporter "xml"\. There are: readable, tap, junit, json\./],
    [['src/app.ts', '--name', '('], /^--name \(: Invalid regular expression/],
    [['src/app.ts', '--timeout', 'soon'], /^"soon" is not a time\./],
  ] as const) {
    const run = tinygram(['test', ...args], folder);
    assert.equal(run.code, 1);
    assert.match(run.stderr, message);
  }
});

test('a file of tests runs without the laboratory too, and says so where it needs one', () => {
  const folder = scratch({ 'a.test.js': LAB.replace("require('assert')", "require('node:assert')") });
  const run = tinygram(['run', 'a.test.js', '--target', 'host', '--net', 'none'], folder);
  assert.equal(run.code, 1);
  assert.match(run.stdout + run.stderr, /^not ok - starts boards[^]*`tinygram test` alone/m);
});

test('each template: its own tests pass, its types are right', { timeout: 480_000 }, () => {
  const folder = scratch();
  for (const name of ['echo', 'sensor', 'discovery', 'coap']) {
    const made = tinygram(['new', name, '--template', name], folder);
    assert.equal(made.code, 0, made.stderr);
    const app = path.join(folder, name);
    const tsc = spawnSync(process.execPath, [inRoot('node_modules', 'typescript', 'bin', 'tsc')], {
      cwd: app,
      encoding: 'utf8',
    });
    assert.equal(tsc.stdout, '', name);
    for (const engine of ['quickjs', 'jerryscript'] as const) {
      if (engineMissing(engine) !== undefined) continue;
      const run = tinygram(['test', '--engine', engine], app);
      assert.equal(run.code, 0, `${name}, ${engine}:\n${run.stdout}${run.stderr}`);
      assert.match(run.stdout, /^\d+ passed, 0 failed, 0 skipped$/m);
    }
  }
});

test('a scenario sets the network of tests: conditions, further boards, events, expectations', () => {
  const files = {
    'src/peer.ts':
      "import dgram from 'dgram';\n" +
      "const s = dgram.createSocket('udp4').bind(7000, () => s.addMembership('239.1.1.1'));\n" +
      "s.on('message', (text, from) => { console.log('heard ' + text); s.send(text, from.port, from.address); });\n",
    'lossy.test.ts':
      "import dgram from 'dgram';\nimport test from 'test';\n" +
      'const asked = (text: string) => new Promise<string>((answer) => {\n' +
      "  const s = dgram.createSocket('udp4');\n" +
      '  const end = (what: string) => { clearInterval(again); clearTimeout(late); s.close(); answer(what); };\n' +
      "  const late = setTimeout(() => end('nothing'), 1500);\n" +
      "  const again = setInterval(() => s.send(text, 7000, '239.1.1.1'), 100);\n" +
      "  s.on('message', (echo) => end(String(echo)));\n" +
      '});\n' +
      "test('all is lost', async () => {\n" +
      "  if ((await asked('one')) !== 'nothing') throw new Error('it came through');\n" +
      '});\n' +
      "test('then the loss ends', async () => {\n" +
      "  await test.lab.network('loss 0%');\n" +
      "  if ((await asked('two')) !== 'two') throw new Error('nothing came');\n" +
      '});\n',
    'lossy.json': JSON.stringify({
      boards: [{}, { app: 'src/peer.ts' }],
      conditions: [{ loss: '100%' }],
      expect: [{ board: 'b2', prints: 'heard two' }],
    }),
    'unmet.json': JSON.stringify({ boards: 2, expect: [{ board: 'b2', prints: 'never said' }] }),
    'whole.json': JSON.stringify({ duration: '5s' }),
    'plain.test.js': "require('test')('plain', () => {});\n",
  };
  const lossy = report(files, '--scenario', 'lossy.json', 'lossy.test.ts');
  assert.equal(lossy.run.code, 0, JSON.stringify(lossy.files));
  assert.deepEqual(lossy.files[0]?.results.map(line), ['all is lost: pass', 'then the loss ends: pass']);
  const unmet = report(files, '--scenario', 'unmet.json', 'plain.test.js');
  assert.equal(unmet.run.code, 1);
  assert.match(String(unmet.files[0]?.errors), /Board b2 did not print \/never said\/m\./);
  const whole = tinygram(['test', '--target', 'host', '--scenario', 'whole.json'], scratch({ ...PROJECT, ...files }));
  assert.equal(whole.code, 1);
  assert.match(whole.stderr, /^whole\.json: a scenario for tests cannot have "duration"\.$/m);
});
