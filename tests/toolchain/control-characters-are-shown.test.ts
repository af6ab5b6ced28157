/* What a device prints may come from the network: control characters reach no terminal, unless asked for. */
import assert from 'node:assert';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { test } from 'node:test';
import { visible, visibleJson } from '#toolchain/boards/visible';
import { inRoot } from '#toolchain/build/paths';
import { consoleReport } from '#toolchain/commands/flash';
import { REPORTERS, reporter } from '#toolchain/testing/reporters';
import type { FileResult } from '#toolchain/testing/results';

/** What moves a cursor, changes colours or turns the direction of writing. */
const EVIL = 'a\x1b[2Jb\x9b31mc\x7f\x85\u202ed\u2066e\u061cf\u2028\b';
const CONTROLS = /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

test('control characters are shown as text', () => {
  assert.equal(visible('a\x1b]0;title\x07b\x1b[2J\n'), 'a\\x1b]0;title\\x07b\\x1b[2J\n');
  assert.equal(visible('\x9b31m\x7f\x00'), '\\x9b31m\\x7f\\x00');
  assert.equal(visible('back\b\rover\x0b\x0c'), 'back\\x08\\x0dover\\x0b\\x0c');
  assert.equal(visible('user\u202eexe.txt\u2066'), 'user\\u202eexe.txt\\u2066');
});

test('text, tabs and line ends stay as they are', () => {
  assert.equal(visible('a\tb\r\nüber 水 \u{1f600}\n'), 'a\tb\r\nüber 水 \u{1f600}\n');
  assert.equal(visible('\r'), '\\x0d', 'a line that would be written over');
  assert.equal(visible('over\r\r'), 'over\\x0d\\x0d');
});

test('log lines of ESP-IDF keep their colour, and nothing else in them does', () => {
  const green = '\x1b[0;32mI (3) wifi: i\x1b[0m\r\n';
  assert.equal(visible(green, { colours: true }), green);
  assert.equal(visible(green), '\\x1b[0;32mI (3) wifi: i\\x1b[0m\r\n');
  assert.equal(visible('\x1b[0;31mE (3) x: \x1b[8m', { colours: true }), '\x1b[0;31mE (3) x: \\x1b[8m\x1b[0m');
  assert.equal(visible('\x1b[0;31mred\n', { colours: true }), '\\x1b[0;31mred\n');
});

test('JSON has them as its own escapes, and the same value', () => {
  const value = { [EVIL]: [EVIL, 'über 水 \u{1f600}\n\t'] };
  assert.doesNotMatch(visibleJson(value), CONTROLS);
  assert.deepEqual(JSON.parse(visibleJson(value)), value);
  assert.ok(visibleJson('\x9b\u202e').includes('\\u009b\\u202e'));
});

test('no report of a test run has any', () => {
  const file: FileResult = {
    file: 'a.test.ts',
    results: [
      {
        path: [EVIL],
        kind: 'test',
        status: 'fail',
        error: { name: EVIL, message: EVIL, stack: EVIL },
        diagnostics: [EVIL],
        ms: 1,
      },
    ],
    errors: [EVIL],
    output: EVIL,
    ms: 1,
  };
  for (const name of REPORTERS) {
    const { file: one, end } = reporter(name, {});
    assert.doesNotMatch(one(file) + end([file]), CONTROLS, name);
  }
});

test('flash says none of what it reads from a chip', (t) => {
  const written: string[] = [];
  t.mock.method(process.stderr, 'write', (text: string) => written.push(text) > 0);
  const report = consoleReport({ write: (text: string) => void written.push(text) });
  report.say(`The firmware runs ${EVIL}`);
  report.warn(`The firmware runs ${EVIL}`);
  t.mock.restoreAll();
  assert.equal(written.length, 2);
  assert.doesNotMatch(written.join(''), CONTROLS);
});

test('an error of the command has none', () => {
  const words = [inRoot('build', 'toolchain', 'cli.js'), 'build', `${EVIL}.ts`];
  const { status, stderr } = spawnSync(process.execPath, words, {
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  assert.equal(status, 1, stderr);
  assert.ok(stderr.includes('\\x1b[2J'), stderr);
  assert.doesNotMatch(stderr, CONTROLS);
});

test('every command that shows a console makes them visible', () => {
  const folder = inRoot('toolchain', 'src', 'commands');
  const shown = fs.readdirSync(folder).filter((name) => {
    return fs.readFileSync(`${folder}/${name}`, 'utf8').includes(".on('console'");
  });
  assert.ok(shown.includes('demo.ts') && shown.includes('run.ts'), shown.join());
  for (const name of shown)
    assert.match(fs.readFileSync(`${folder}/${name}`, 'utf8'), /\bvisible\(/, `${name} shows a console as it comes`);
});
