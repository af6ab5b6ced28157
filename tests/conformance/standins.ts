/* standins.ts: who stands in, on the board, for what Node's tests take from Node's own test folder and from Node. */
import type * as esbuild from 'esbuild';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { inRoot } from '#toolchain/build/paths';

const FOLDER = inRoot('tests', 'conformance', 'standins');

/** What a test of Node's may ask for that is not a public module of the device. */
const STANDIN_FOR: { [request: string]: string } = {
  '../common': 'common.ts',
  '../common/index.js': 'common.ts',
  '../common/index.mjs': 'common.ts',
  '../common/hijackstdio': 'hijackstdio.ts',
  '../common/internet': 'internet.ts',
  'node:test': 'node-test.ts',
  child_process: 'child-process.ts',
  'node:child_process': 'child-process.ts',
  'internal/test/binding': 'test-binding.ts',
  'internal/dgram': 'internal-dgram.ts',
};

/** The plugin that puts the stand-ins where a test asks for them, and refuses any other file of Node's. */
export function standIns(): esbuild.Plugin {
  return {
    name: 'stand-ins',
    setup(build) {
      build.onResolve({ filter: /.*/ }, (request) => {
        if (request.kind === 'entry-point') return undefined;
        const own = request.importer.startsWith(FOLDER);
        const standin = STANDIN_FOR[request.path];
        if (standin !== undefined) return { path: path.join(FOLDER, standin) };
        if (request.path.startsWith('.') && !own)
          return { errors: [{ text: `nothing stands in for ${request.path}` }] };
        return undefined;
      });
    },
  };
}

/** Members of `common` that a test uses, by a look at its text. */
export function usedOfCommon(source: string): string[] {
  const names = new Set<string>();
  for (const match of source.matchAll(/\bcommon\.([A-Za-z_$][\w$]*)/g)) names.add(match[1]!);
  for (const match of source.matchAll(/const\s*\{([^}]*)\}\s*=\s*(?:common\b(?!\.)|require\('\.\.\/common'\))/g))
    for (const part of match[1]!.split(',')) names.add(part.split(':')[0]!.trim());
  names.delete('');
  return [...names];
}

/** Members that our stand-in for `common` has, read from its source. */
export function offeredByCommon(): Set<string> {
  const source = fs.readFileSync(path.join(FOLDER, 'common.ts'), 'utf8');
  const body = /const common = \{([\s\S]*)\n\};/.exec(source);
  if (body === null) throw new Error('the stand-in for common has no object literal named common');
  return new Set([...body[1]!.matchAll(/^ {2}(?:get )?([A-Za-z]\w*)/gm)].map((match) => match[1]!));
}
