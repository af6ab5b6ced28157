/*
 * bundle.ts: makes one script for a board out of one of Node's test files, unmodified, and our stand-ins.
 */
import * as esbuild from 'esbuild';
import * as fs from 'fs';
import * as path from 'path';

/** Folder of the stand-ins' sources; this file runs from build/tests/conformance. */
const STANDINS = path.resolve(__dirname, '../../../tests/conformance/standins');

/** What a test of Node's may ask for that is not a module of the device, and who stands in for it. */
const STANDIN_FOR: { [request: string]: string } = {
  '../common': 'common.ts',
  '../common/index.js': 'common.ts',
  '../common/index.mjs': 'common.ts',
  '../common/internet': 'internet.ts',
  'node:test': 'node-test.ts',
  'child_process': 'child-process.ts',
  'node:child_process': 'child-process.ts',
  'internal/test/binding': 'test-binding.ts'
};

/** A script and its source map (version 3, as text). */
export interface Script {
  code: string;
  map: string;
}

/** Bundles the test in `file`. Rejects with the compiler's messages when it cannot. */
export async function bundleTest(file: string): Promise<Script> {
  const result = await esbuild.build({
    entryPoints: [file],
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'neutral',
    target: 'es2017',
    outfile: 'app.js',
    sourcemap: 'external',
    sourcesContent: false,
    logLevel: 'silent',
    charset: 'utf8',
    tsconfigRaw: { compilerOptions: { strict: true } },
    plugins: [
      {
        name: 'standins',
        setup(build) {
          build.onResolve({ filter: /.*/ }, (request) => {
            if (request.kind === 'entry-point') {
              return undefined;
            }
            const standin = STANDIN_FOR[request.path];
            if (standin !== undefined) {
              return { path: path.join(STANDINS, standin) };
            }
            if (request.path.startsWith('.')) {
              const from = request.importer.startsWith(STANDINS);
              return from ? { path: path.join(STANDINS, request.path + '.ts') } :
                { errors: [{ text: `no stand-in for ${request.path}` }] };
            }
            return { path: request.path, external: true };
          });
        }
      }
    ]
  });
  const text = (suffix: string) => result.outputFiles.find((output) => output.path.endsWith(suffix))!.text;
  return { code: text('app.js'), map: text('.map') };
}

/** Members of `common` that a test uses, by a look at its text. */
export function usedOfCommon(source: string): string[] {
  const names = new Set<string>();
  for (const match of source.matchAll(/\bcommon\.([A-Za-z_$][\w$]*)/g)) {
    names.add(match[1]!);
  }
  for (const match of source.matchAll(/const\s*\{([^}]*)\}\s*=\s*(?:common\b(?!\.)|require\('\.\.\/common'\))/g)) {
    for (const part of match[1]!.split(',')) {
      names.add(part.split(':')[0]!.trim());
    }
  }
  names.delete('');
  return [...names];
}

/** Members that our stand-in for `common` has, read from its source. */
export function offeredByCommon(): Set<string> {
  const source = fs.readFileSync(path.join(STANDINS, 'common.ts'), 'utf8');
  const body = /const common = \{([\s\S]*)\n\};/.exec(source);
  if (body === null) {
    throw new Error('the stand-in for common has no object literal named common');
  }
  return new Set([...body[1]!.matchAll(/^ {2}(?:get )?([A-Za-z]\w*)/gm)].map((match) => match[1]!));
}
