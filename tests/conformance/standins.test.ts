/* The stand-ins and the session, tried in Node itself: what must fail does fail. */
import assert from 'node:assert';
import { fork } from 'node:child_process';
import * as fs from 'node:fs';
import { after, before, test } from 'node:test';
import * as os from 'node:os';
import * as path from 'node:path';
import { joinScript } from '../runner/image';
import { type Program, runSession, type Start, type Verdict } from './session';
import { standIns, usedOfCommon } from './standins';

let folder: string;
before(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tinygram-'));
});
after(() => fs.rmSync(folder, { recursive: true }));

let scripts = 0;

/** Runs a program with the stand-ins in Node. */
async function verdictOf(source: string, boards = 8, time = 20000): Promise<Verdict & { running: number }> {
  const name = path.join(folder, `test${++scripts}.js`);
  fs.writeFileSync(name, source);
  const joined = path.join(folder, `joined${scripts}.js`);
  fs.writeFileSync(joined, (await joinScript(name, [standIns()])).code);
  let running = 0;
  let most = 0;
  const start = (request: Start): Promise<Program> => {
    const env = { ...process.env, ...(request.forked ? { CONFORMANCE_CHILD: '1' } : {}) };
    const child = fork(joined, request.args, { silent: true, execArgv: [], env });
    most = Math.max(most, ++running);
    child.on('message', (value) => request.receive(value));
    return Promise.resolve({
      post: (value) => {
        if (child.connected) child.send(value as object);
      },
      kill: () => child.kill('SIGKILL'),
      exited: new Promise((resolve) =>
        child.once('close', (code) => {
          running--;
          resolve({ code });
        }),
      ),
    });
  };
  return { ...(await runSession(start, { time, boards })), running: most };
}

async function passes(source: string): Promise<Verdict & { running: number }> {
  const verdict = await verdictOf(source);
  assert.strictEqual(verdict.failure, undefined);
  return verdict;
}

async function fails(source: string, why: RegExp, time?: number): Promise<void> {
  const verdict = await verdictOf(source, 8, time);
  assert.match(verdict.failure ?? 'it passed', why);
}

const COMMON = "const common = require('../common');\n";

test('calls that come as expected pass and are counted', async () => {
  const verdict = await passes(`${COMMON}
    setTimeout(common.mustCall((...args) => require('assert').deepStrictEqual(args, [1])), 1, 1);
    const twice = common.mustCall(2); twice(); twice();
    const often = common.mustCallAtLeast(function named(a, b) {}, 2); often(); often(); often();
    require('assert').strictEqual(often.name, 'named'); require('assert').strictEqual(often.length, 2);
    common.mustSucceed((value) => require('assert').strictEqual(value, 5))(null, 5);
    common.mustNotCall();`);
  assert.strictEqual(verdict.expectations, 4);
});

test('a call that does not come fails', () => fails(`${COMMON} common.mustCall();`, /wrong count/));
test('a call that comes too often fails', () =>
  fails(`${COMMON} const f = common.mustCall(); f(); f();`, /wrong count/));
test('too few calls fail', () => fails(`${COMMON} common.mustCallAtLeast(2)();`, /wrong count/));
test('leaving early does not hide a missing call', () =>
  fails(`${COMMON} common.mustCall(); process.exit(0);`, /wrong count/));
test('a call that must not come fails', () => fails(`${COMMON} common.mustNotCall('no')();`, /exit code 1/));
test('an error given to mustSucceed fails', () =>
  fails(`${COMMON} common.mustSucceed()(new Error('x'));`, /exit code 1/));
test('a program that ends without its exit handlers fails', () =>
  fails(`${COMMON} common.mustCall()(); process.reallyExit(0);`, /without having checked/));
test('an exit code fails', () => fails(`${COMMON} process.exitCode = 3;`, /exit code 3/));
test('a test that skips itself fails', () => fails(`${COMMON} common.skip('no reason');`, /skipped itself: no reason/));
test('a test that does not end fails', () =>
  fails(`${COMMON} setInterval(() => {}, 1000);`, /no end within 1 s/, 1000));

test('expected warnings pass, unexpected ones fail', async () => {
  const expect = "common.expectWarning('DeprecationWarning', 'old', 'DEP9999');";
  const emit = (code: string): string => `process.emitWarning('old', 'DeprecationWarning', '${code}');`;
  await passes(`${COMMON} ${expect} ${emit('DEP9999')}`);
  await fails(`${COMMON} ${expect} ${emit('DEP9998')}`, /exit code 1/);
  await fails(`${COMMON} ${expect}`, /wrong count/);
  await fails(`${COMMON} ${expect} ${emit('DEP9999')} process.emitWarning('other');`, /exit code 1/);
});

test('forked programs exchange messages and tell how they ended', async () => {
  const verdict = await passes(`${COMMON}
    const assert = require('assert'); const { fork } = require('child_process');
    if (process.argv[2] === 'child') {
      process.on('message', (m) => { process.send({ got: m.n + 1, arg: process.argv[3] }, () => process.exit(0)); });
      process.send('ready');
    } else {
      assert.strictEqual(process.send, undefined);
      const child = fork(__filename, ['child', 7]); let seen = [];
      child.on('message', common.mustCall((m) => { seen.push(m); if (m === 'ready') child.send({ n: 1 }); }, 2));
      child.on('exit', common.mustCall((code, signal) => {
        assert.deepStrictEqual(seen, ['ready', { got: 2, arg: '7' }]);
        assert.deepStrictEqual([code, signal], [0, null]);
        assert.strictEqual(child.connected, false);
      }));
      child.on('close', common.mustCall());
      assert.strictEqual(typeof child.pid, 'number');
    }`);
  assert.strictEqual(verdict.boards, 2);
});

test('each child hears its own news once', async () => {
  await passes(`${COMMON}
    if (process.argv[2]) process.send(process.argv[2]);
    else for (const name of ['a', 'b', 'c']) {
      const child = require('child_process').fork(__filename, [name]);
      child.on('message', common.mustCall((said) => require('assert').strictEqual(said, name)));
      child.on('exit', common.mustCall());
    }`);
});

test('a killed child has a signal and no code', async () => {
  await passes(`${COMMON}
  const child = process.argv[2] ? setInterval(() => {}, 1000) : require('child_process').fork(process.argv[1], ['x']);
  if (!process.argv[2]) {
    child.on('exit', common.mustCall((code, signal) => {
      require('assert').deepStrictEqual([code, signal], [null, 'SIGTERM']);
    }));
    setTimeout(() => child.kill(), 100);
  }`);
});

test('a child that fails makes the test fail', () =>
  fails(
    `${COMMON}
  if (process.argv[2]) process.exit(4); else require('child_process').fork(process.argv[1], ['x']);`,
    /exit code 4/,
  ));

test('no more programs run at once than the limit; the others wait', async () => {
  const verdict = await verdictOf(
    `${COMMON}
    if (process.argv[2]) setTimeout(() => {}, 50);
    else for (let i = 0; i < 7; i++) require('child_process').fork(__filename, [i]).on('exit', common.mustCall());`,
    3,
  );
  assert.deepStrictEqual([verdict.failure, verdict.boards, verdict.running], [undefined, 8, 3]);
});

test('node:test: tests that fail or do not end fail', async () => {
  const wrap = (body: string): string => `${COMMON} const { describe, it } = require('node:test');
    describe('suite', () => { it('first', () => {}); it('second', async () => { ${body} }); });`;
  await passes(wrap('await new Promise((r) => setTimeout(r, 5));'));
  await fails(wrap("throw new Error('no');"), /exit code 1/);
  await fails(wrap('await new Promise(() => {});'), /exit code 1/);
});

test('what a test uses of common is found', () => {
  const source = "const { skip, hasIPv6: v6 } = require('../common'); common.mustCall(common.PORT)";
  assert.deepStrictEqual(usedOfCommon(source).sort(), ['PORT', 'hasIPv6', 'mustCall', 'skip']);
});
