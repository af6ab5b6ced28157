/* `tinygram profile` on each engine: an app's functions by name, with the instructions that they took. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { engineMissing, engines } from '../runner/targets';
import { tinygram } from '../toolchain/lib/command';
import { scratch } from '../toolchain/lib/scratch';
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
  for (const [, own, total, name] of text.matchAll(/^ +([\d,]+) +[\d.]+% +([\d,]+) +[\d.]+% {2}(.+)$/gm))
    rows.set(name!, { own: Number(own!.replace(/,/g, '')), total: Number(total!.replace(/,/g, '')) });
  return rows;
}

for (const engine of engines()) {
  test(`functions of an app on ${engine}`, { skip: engineMissing(engine), timeout: 300_000 }, () => {
    const folder = scratch({ 'known.js': APP });
    const options = ['--engine', engine, '--send', '10', '--to', '7', '--top', '200'];
    const run = tinygram(['profile', 'known.js', ...options], folder);
    assert.equal(run.code, 0, run.stderr);
    assert.doesNotMatch(run.stderr, /answer/);
    const output = run.stdout;
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
      [...rows.keys()].some((name) => /^checkRunning \(tinygram:internal\/dgram(:\d+)?\)$/.test(name)),
      `no function of a module in\n${output}`,
    );
    const sum = [...rows.values()].reduce((total, { own }) => total + own, 0);
    const [, all] = /([\d,]+) instructions a datagram, by JavaScript function/.exec(output)!;
    const whole = Number(all!.replace(/,/g, ''));
    assert.ok(Math.abs(sum - whole) <= rows.size, `the rows have ${sum} of ${whole}`);
    const page = readFileSync(join(folder, 'profile', `known-${engine}.html`), 'utf8');
    const graphs = page.match(/<svg[\s\S]*?<\/svg>/g) ?? [];
    assert.deepEqual(graphs.map(xmlError), [undefined, undefined]);
    assert.match(graphs[0]!, /<title>work \(/);
  });
}

test('when nothing answered it says so, and shows what ran; the same as JSON', { timeout: 300_000 }, () => {
  const folder = scratch({ 'known.js': APP });
  const run = tinygram(['profile', 'known.js', '--engine', 'quickjs', '--send', '2', '--to', '8', '--json'], folder);
  assert.equal(run.code, 0, run.stderr);
  assert.match(
    run.stderr,
    /^Nothing answered: 2 datagrams to UDP port 8 of the board had no answer\. .+\(--to\), or begin later/m,
  );
  const { sent, answered, instructions, c } = JSON.parse(run.stdout) as {
    sent: number;
    answered: number;
    instructions: number;
    c: { name: string; own: number }[];
  };
  assert.deepEqual([sent, answered], [2, 0]);
  assert.equal(
    c.reduce((sum, { own }) => sum + own, 0),
    instructions,
  );
  // lwIP told the sender that nobody listens there.
  assert.ok(
    c.some(({ name }) => /icmp/.test(name)),
    run.stdout,
  );
});

test('an app that ends is counted from reset', { timeout: 300_000 }, () => {
  const folder = scratch({ 'once.js': 'function once() { return 41 + 1; }\nconsole.log(once(), process.argv[2]);\n' });
  const run = tinygram(['profile', 'once.js', '--engine', 'quickjs', '--top', '9', '--', 'word'], folder);
  assert.equal(run.code, 0, run.stderr);
  assert.match(run.stdout, /^42 word\n/);
  assert.match(run.stdout, /^[\d,]+ instructions, by JavaScript function$/m);
});
