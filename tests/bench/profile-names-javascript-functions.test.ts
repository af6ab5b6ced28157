/* `make profile` on each engine: an app's functions by name, with the instructions that they took. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { inRoot } from '#toolchain/build/paths';
import { engineMissing, engines } from '../runner/targets';
import { xmlError } from './lib/xml';

const APP = `const dgram = require('dgram');
function work(rounds) {
  let sum = 0;
  for (let i = 0; i < rounds; i++) sum += i;
  return sum;
}
function short() { return work(100); }
function long() { return work(300); }
function recursive(depth) { return depth === 0 ? 0 : recursive(depth - 1); }
const socket = dgram.createSocket('udp4');
socket.on('message', (message, from) => {
  short();
  long();
  recursive(5);
  socket.address();
  socket.send([message, 'x'], from.port, from.address);
});
socket.bind(7, () => console.log('listening'));
`;

/** Own and total of each row of the JavaScript functions' table. */
function rowsOf(output: string): Map<string, { own: number; total: number }> {
  const text = output.slice(output.indexOf('by JavaScript function'), output.indexOf('by C function'));
  const rows = new Map<string, { own: number; total: number }>();
  for (const [, own, total, name] of text.matchAll(/^ +([\d,]+) +[\d.]+% +([\d,]+) +[\d.]+% {2}(.+)$/gm)) {
    rows.set(name!, { own: Number(own!.replace(/,/g, '')), total: Number(total!.replace(/,/g, '')) });
  }
  return rows;
}

for (const engine of engines()) {
  test(`functions of an app on ${engine}`, { skip: engineMissing(engine), timeout: 300_000 }, (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'tinygram-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const app = join(folder, 'known.js');
    writeFileSync(app, APP);
    const output = execFileSync(
      process.execPath,
      [inRoot('build/tests/bench/profile.js'), app, '--engine', engine, '--send', '10', '--top', '200'],
      { encoding: 'utf8', cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const rows = rowsOf(output);
    // QuickJS has lines, which the app's map turns into its own.
    const place = (line: number): string => (engine === 'quickjs' ? `known.js:${line}` : 'app.js');
    const row = (name: string): { own: number; total: number } => {
      const found = rows.get(name);
      assert.ok(found !== undefined, `no ${name} in\n${output}`);
      return found;
    };
    const work = row(`work (${place(2)})`);
    const short = row(`short (${place(7)})`);
    const long = row(`long (${place(8)})`);
    const recursive = row(`recursive (${place(9)})`);
    // JerryScript's are numbered as they are met, those of modules too.
    const nameless = [...rows.keys()].find((name) => /^<anonymous \d+> \(app\.js\)$/.test(name));
    const listener = row(engine === 'quickjs' ? `<anonymous> (${place(11)})` : (nameless ?? '<anonymous>'));
    // What each calls is in its total and not in its own; work() has no callees, and is all of what they call.
    assert.ok(Math.abs(work.own - (short.total - short.own) - (long.total - long.own)) <= 2, output);
    assert.equal(work.own, work.total);
    const ratio = (long.total - long.own) / (short.total - short.own);
    // On a busy machine the trace has been seen without a part of the longer one.
    assert.ok(ratio > 1.5 && ratio < 3.2, `300 rounds took ${ratio} times what 100 took`);
    assert.equal(recursive.own, recursive.total); // it calls only itself, which counts once
    assert.ok(listener.total > short.total + long.total + recursive.total, output);
    // An app's listener calls the method of a built-in module, which calls a function that only profiles name.
    assert.ok(
      [...rows.keys()].some((name) => /^checkRunning \(tinygram:dgram(:\d+)?\)$/.test(name)),
      `no function of a module in\n${output}`,
    );
    const sum = [...rows.values()].reduce((total, { own }) => total + own, 0);
    const [, all] = /([\d,]+) instructions a datagram, by JavaScript function/.exec(output)!;
    const whole = Number(all!.replace(/,/g, ''));
    assert.ok(Math.abs(sum - whole) <= rows.size, `the rows have ${sum} of ${whole}`);
    const page = readFileSync(inRoot('build/profile', `known-${engine}.html`), 'utf8');
    const graphs = page.match(/<svg[\s\S]*?<\/svg>/g) ?? [];
    assert.deepEqual(graphs.map(xmlError), [undefined, undefined]);
    assert.match(graphs[0]!, /<title>work \(/);
  });
}
