import assert from 'node:assert';
import * as fs from 'node:fs';
import { test } from 'node:test';
import { inRoot } from '#toolchain/build/paths';
import { KIND_NAMES, parseTime, parseValue, valueText } from '#toolchain/lab/conditions';
import { readScenario, type Scenario } from '#toolchain/lab/scenario';
import type { Schema } from '#toolchain/lab/schema';
import { scratch } from '../toolchain/lib/scratch';

const schema = JSON.parse(fs.readFileSync(inRoot('toolchain', 'scenario.schema.json'), 'utf8')) as Required<Schema>;

const conditions = {
  where: 'b1-b2',
  loss: '5%',
  duplicate: '1%',
  reorder: '2%',
  corrupt: '0.5%',
  delay: '40ms',
  jitter: '250us',
  rate: '250k',
  mtu: '1280',
};

/** Every word that there is. */
const WHOLE = {
  $schema: '../scenario.schema.json',
  boards: [{ name: 'b1', app: 'apps/sensor.ts', args: ['-v'], boot: ['env.A=1'] }, {}],
  seed: 7,
  clock: 'virtual',
  duration: '1.5s',
  conditions: [conditions],
  partitions: ['b1:1s..2s'],
  udp: [41234, '41299:b2:7'],
  pcap: 'out.pcap',
  events: [{ at: '2m', do: 'reset b1' }],
  expect: [{ board: 'b1', prints: '^up', by: '3s' }],
};

function read(value: unknown): { scenario: Scenario; folder: string } {
  const folder = scratch({ 'scenario.json': JSON.stringify(value) });
  return { scenario: readScenario(`${folder}/scenario.json`), folder };
}

test('every word of the schema is read, and means what it says', () => {
  const { scenario, folder } = read(WHOLE);
  assert.deepStrictEqual(scenario, {
    boards: [{ name: 'b1', app: `${folder}/apps/sensor.ts`, args: ['-v'], boot: ['env.A=1'] }, {}],
    seed: 7,
    clock: 'virtual',
    duration: 1500,
    settings: KIND_NAMES.map((kind) => ({ where: 'b1-b2', kind, value: parseValue(kind, conditions[kind]) })),
    partitions: [{ names: ['b1'], from: 1000, to: 2000 }],
    forwards: [
      { host: 41234, board: 41234 },
      { host: 41299, name: 'b2', board: 7 },
    ],
    pcap: `${folder}/out.pcap`,
    events: [{ at: 120_000, command: 'reset b1' }],
    expectations: [{ board: 'b1', prints: /^up/m, by: 3000 }],
  });
});

test('the example has every word of the schema, so none is left out of the reading', () => {
  const words = (one: Schema): string[] => Object.keys(one.properties ?? {}).sort();
  const { board, condition, event, expectation } = schema.$defs as Record<string, Schema>;
  assert.deepStrictEqual(words(schema), Object.keys(WHOLE).sort());
  for (const [definition, example] of [
    [board, WHOLE.boards[0]],
    [condition, conditions],
    [event, WHOLE.events[0]],
    [expectation, WHOLE.expect[0]],
  ])
    assert.deepStrictEqual(words(definition as Schema), Object.keys(example as object).sort());
  assert.deepStrictEqual(words(condition as Schema), [...KIND_NAMES, 'where'].sort());
});

test('what the schema takes, the laboratory takes: times, shares, numbers', () => {
  const patternOf = (name: string): RegExp => new RegExp((schema.$defs[name] as Schema).pattern as string);
  for (const text of ['0ms', '1us', '2.5s', '3m', '10', 'soon', '-1s', '1 s', '5h']) {
    const taken = patternOf('time').test(text);
    if (taken) assert.ok(parseTime(text) >= 0, text);
  }
  for (const kind of KIND_NAMES) {
    const value = parseValue(kind, conditions[kind]);
    assert.strictEqual(parseValue(kind, valueText(kind, value)), value, `${kind} is shown as it is read`);
  }
});

test('nothing else is taken: each place that is wrong is told', () => {
  const wrong: [object, RegExp][] = [
    [{ nonsense: 1 }, /nonsense: is not known/],
    [{ boards: [{ app: 1 }] }, /boards\[0\]\.app: must be of type string/],
    [{ boards: [] }, /boards: needs 1 at least/],
    [{ boards: 1001 }, /boards: 1001 is not within/],
    [{ seed: -1 }, /seed: -1 is not within/],
    [{ clock: 'fast' }, /clock: "fast" does not read/],
    [{ duration: 5 }, /duration: must be of type string/],
    [{ conditions: [{ loss: '5' }] }, /conditions\[0\]\.loss: "5"/],
    [{ udp: [0] }, /udp\[0\]: 0 is not within/],
    [{ udp: ['b1'] }, /udp\[0\]: "b1" does not read/],
    [{ udp: [true] }, /udp\[0\]/],
    [{ pcap: 1 }, /pcap: must be of type string/],
    [{ events: [{ at: '1s' }] }, /events\[0\]\.do: is missing/],
    [{ expect: [{ board: '1', prints: '' }] }, /expect\[0\]\.board/],
    [{ expect: [{ board: 'b1', prints: '(' }] }, /nvalid regular expression/],
    [{ partitions: ['2s..1s'] }, /ends before it begins/],
  ];
  for (const [value, message] of wrong) assert.throws(() => read(value), { name: 'UserError', message });
  assert.throws(() => read([]), { name: 'UserError', message: /the file: must be of type object/ });
});
