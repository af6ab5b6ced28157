import assert from 'node:assert/strict';
import * as path from 'node:path';
import { test } from 'node:test';
import * as vm from 'node:vm';
import type { Engine } from '#toolchain/build/paths';
import { engineMissing, targets } from '../runner/targets';
import { CONSTRUCTS } from './lib/constructs';
import { printedBy } from './lib/run_app';
import { scratch } from './lib/scratch';

/** What an engine gives for a construct in place of Node's value: null is an error that script can catch. */
interface Difference {
  engines: Engine[];
  gives: unknown;
  why: string;
  /** Precompiled code alone. */
  release?: true;
}

const BOTH: Engine[] = ['quickjs', 'jerryscript'];

/** `tinygram build` warns of most of these where an app's text shows them (engines/lacks.ts). */
const DIFFERENCES: Record<string, Difference[]> = {
  'switch with fall-through and lexical scope': [
    {
      engines: ['jerryscript'],
      gives: ['z', 'o1', null, 'o3'],
      why: "the dead zone of a switch's own let is not seen",
    },
  ],
  'object rest and spread': [
    {
      engines: ['quickjs'],
      gives: [
        { b: 2, c: 3 },
        { b: 9, c: 3 },
      ],
      why: 'the characters of a string are not spread into an object',
    },
  ],
  "a tagged template's object is the same at each call": [
    { engines: ['quickjs'], gives: [true, false, false], why: 'it is not frozen', release: true },
  ],
  'destructuring of parameters': [
    {
      engines: ['jerryscript'],
      gives: [[1, 2, 3, 3], [9, 8, 7, 5], 2],
      why: 'length counts parameters with defaults',
      release: true,
    },
  ],
  'defaults see earlier parameters': [
    {
      engines: ['jerryscript'],
      gives: [[1, 2, 2, []], [1, 2, 2, [4]], 3],
      why: 'length counts parameters with defaults',
      release: true,
    },
  ],
  'fn.length': [
    { engines: ['jerryscript'], gives: [2, 3, 0, 2], why: 'length counts parameters with defaults', release: true },
  ],
  'named groups': [{ engines: ['jerryscript'], gives: null, why: 'not in its regular expressions' }],
  'look-behind': [{ engines: ['jerryscript'], gives: null, why: 'not in its regular expressions' }],
  'unicode properties': [{ engines: ['jerryscript'], gives: null, why: 'not in its regular expressions' }],
  'match indices': [{ engines: ['jerryscript'], gives: null, why: 'not in its regular expressions' }],
  'the v flag': [{ engines: BOTH, gives: null, why: 'not in their regular expressions' }],
  'error cause': [{ engines: ['jerryscript'], gives: [null, [], false], why: 'the option is dropped' }],
  'symbols as weak keys': [{ engines: ['jerryscript'], gives: 'TypeError', why: 'of 2023' }],
  'find from the end and change by copy': [{ engines: ['jerryscript'], gives: null, why: 'of 2023' }],
  'well-formed strings': [{ engines: ['jerryscript'], gives: null, why: 'of 2024' }],
  grouping: [{ engines: ['jerryscript'], gives: null, why: 'of 2024' }],
};

interface Case {
  name: string;
  code: string;
  /** Absent: Node's own answer. */
  gives?: unknown;
}

const CASES: Case[] = Object.entries(CONSTRUCTS).flatMap(([year, set]) =>
  Object.entries(set).map(([name, one]) => ({
    name: `${year}: ${name}`,
    ...(typeof one === 'string' ? { code: one } : one),
  })),
);

const bare = (name: string): string => name.replace(/^\d+: /, '');

/** Through JSON, as the board prints it. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

async function expected({ code, gives }: Case): Promise<unknown> {
  if (gives !== undefined) return plain(gives);
  const text = `(async function (require) {${code}\n})`;
  const importModuleDynamically = vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
  const run = vm.runInThisContext(text, { importModuleDynamically }) as (need: unknown) => Promise<unknown>;
  return plain(await run(require));
}

const APP = `
async function main() {
  for (const [name, run] of ALL) {
    let line;
    try { line = JSON.stringify([name, await run()]); } catch (e) { line = JSON.stringify([name, null]); }
    console.log(line);
  }
}
main();
`;

for (const { port, engine } of targets()) {
  for (const release of [false, true]) {
    test(
      `${port}, ${engine}, ${release ? 'release' : 'development'} image`,
      { skip: engineMissing(engine) },
      async () => {
        const files = Object.fromEntries(
          CASES.map(({ code }, index) => [`construct${index}.js`, `module.exports = async function () {${code}\n};\n`]),
        );
        const list = CASES.map(({ name }, index) => `[${JSON.stringify(name)}, require('./construct${index}.js')]`);
        const folder = scratch({ ...files, 'app.js': `const ALL = [${list.join(',\n')}];\n${APP}` });
        const output = await printedBy(path.join(folder, 'app.js'), { port, engine }, release);
        const lines = output.trim().split('\n');
        assert.equal(lines.length, CASES.length, output);
        const wrong: string[] = [];
        for (const [index, one] of CASES.entries()) {
          const difference = DIFFERENCES[bare(one.name)]?.find(
            (known) => known.engines.includes(engine) && (!known.release || release),
          );
          const wanted = difference ? difference.gives : await expected(one);
          const line = lines[index] as string;
          const [, given] = JSON.parse(line) as [string, unknown];
          if (JSON.stringify(given) !== JSON.stringify(wanted))
            wrong.push(`${line}, and not ${JSON.stringify(wanted)}`);
        }
        assert.deepEqual(wrong, []);
      },
    );
  }
}
