/** What `make test` counts: a stage that ran nothing fails, and those of an engine that is not here are skipped. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';
import { inRoot, PORTS } from '#toolchain/build/paths';
import { ceedlingTotals, checkRan, engineTotals, nodeTotals } from '../runner/stages';
import type { Totals } from '../runner/targets';
import { scratch } from './lib/scratch';

const none = (): Totals => ({ passed: 0, failed: 0, skipped: 0, failures: [] });

test('a stage that ran nothing fails, unless a filter picked nothing of it', () => {
  const empty = none();
  checkRan('net', empty, undefined);
  assert.deepEqual(empty, { ...none(), failed: 1, failures: ['net: nothing ran'] });
  const filtered = none();
  checkRan('net', filtered, 'dgram');
  assert.deepEqual(filtered, none());
  for (const ran of ['passed', 'failed', 'skipped'] as const) {
    const some = { ...none(), [ran]: 2 };
    checkRan('net', some, undefined);
    assert.deepEqual(some, { ...none(), [ran]: 2 });
  }
});

test('nor does a part that ran nothing hide behind the others of its stage', () => {
  const nothing = (name: string): Totals => ({ ...none(), failed: 1, failures: [`${name}: nothing ran`] });
  const ended = (output: string): { code: number; output: string } => ({ code: 0, output });
  assert.deepEqual(ceedlingTotals(ended(''), undefined), nothing('unit: Ceedling'));
  assert.deepEqual(ceedlingTotals(ended(''), 'udp'), none());
  assert.deepEqual(ceedlingTotals(ended('PASSED:   7\nFAILED:   0\nIGNORED:  1\n'), undefined), {
    ...none(),
    passed: 7,
    skipped: 1,
  });
  assert.deepEqual(engineTotals('quickjs', ended('0 passed, 0 failed\n')), nothing('engine tests on quickjs'));
  assert.deepEqual(engineTotals('quickjs', ended('')), nothing('engine tests on quickjs'));
  assert.deepEqual(engineTotals('quickjs', ended('9 passed, 0 failed\n')), { ...none(), passed: 9 });
  assert.deepEqual(nodeTotals('bench', ended('# pass 0\n# fail 0\n'), undefined), nothing('bench'));
  assert.deepEqual(nodeTotals('bench', ended('# pass 3\n# fail 0\n'), undefined), { ...none(), passed: 3 });
});

test('a program that fails without a count has one failure', () => {
  const ended = { code: 3, output: '' };
  assert.equal(ceedlingTotals(ended, 'udp').failed, 1);
  assert.equal(engineTotals('quickjs', ended).failed, 1);
  assert.deepEqual(nodeTotals('bench', ended, 'x').failures, ['bench: the test runner ended with 3']);
});

/** The totals of a runner on a machine without JerryScript. */
function totalsOf(runner: string, args: string[]): Totals {
  const folder = scratch();
  const file = path.join(folder, 'totals.json');
  const words = [inRoot('build', 'tests', runner), '--engine', 'jerryscript', ...args, '--totals', file];
  spawnSync(process.execPath, words, {
    cwd: inRoot(),
    env: { ...process.env, JERRYSCRIPT_PREFIX: folder },
    encoding: 'utf8',
    timeout: 60_000,
  });
  return JSON.parse(fs.readFileSync(file, 'utf8')) as Totals;
}

test('without JerryScript each of its JavaScript tests is skipped, on every port', () => {
  const files = fs.readdirSync(inRoot('tests', 'js', 'abort')).filter((name) => name.endsWith('.js'));
  assert.deepEqual(totalsOf('runner/run.js', ['--filter', 'abort/']), {
    ...none(),
    skipped: PORTS.length * files.length,
  });
});

test("and each of Node's own", () => {
  const list = fs.readFileSync(inRoot('tests', 'conformance', 'node-dgram.txt'), 'utf8');
  const entries = list.split('\n').filter((line) => /^[a-z]/.test(line));
  assert.deepEqual(totalsOf('conformance/run.js', ['--port', 'host']), { ...none(), skipped: entries.length });
});
