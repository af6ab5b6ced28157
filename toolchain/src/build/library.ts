/**
 * Modules of Node's that most apps do without are no part of the firmware: modules/library/ has them, the app build
 * brings those that an app requires into its image, and of their globals those that its source names.
 *
 * A library module is TypeScript of today (modules/library/tsconfig.json) that exports as CommonJS modules do
 * (`export =`). It requires built-in modules by their `node:` names, others of the library by relative names, and what
 * apps cannot have of the firmware as `#internal/errors` (a file of modules/internal/) and `#native` (the bindings).
 *
 * additions/<module>/<name>.ts gives a module one more export: it is brought in where a file that requires the module
 * has the word <name> in its text, `parseArgs` beside `require('util')`.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type * as esbuild from 'esbuild';
import { builtinModules, filesBelow, inRoot, isTypeScript } from './paths';

const FOLDER = inRoot('modules', 'library');

/** esbuild's namespace of modules with additions: the path is the module's name and those of what is added. */
const ADDED = 'added';

/** Who stands in for what packages that library modules are made of require: [package, request, file]. */
const STAND_INS: Array<[pkg: string, request: RegExp, id: string]> = [
  ['readable-stream', /\/ours\/errors$/, 'internal/stream_errors'],
  ['readable-stream', /\/ours\/util$/, 'internal/stream_util'],
  ['readable-stream', /\/validators$/, 'internal/stream_validators'],
  ['readable-stream', /^abort-controller$/, 'internal/abort_globals'],
  ['readable-stream', /^string_decoder\/$/, 'string_decoder'],
  ['url', /^punycode\/$/, 'internal/punycode'],
  ['url', /^qs$/, 'querystring'],
];

const PACKAGES = ['readable-stream', 'url', '@noble/hashes'];

const files = new Map(
  filesBelow(FOLDER, isTypeScript).map((file) => [
    path.relative(FOLDER, file).replace(/\.ts$/, '').split(path.sep).join('/'),
    file,
  ]),
);

/** Whether a file, by its absolute path, is one of the library's. */
export const isLibraryFile = (file: string): boolean => file.startsWith(FOLDER + path.sep);

/** The same, or a file of a package that library modules are made of: what it asks of an engine is our matter. */
export const isLibraryPart = (file: string): boolean =>
  isLibraryFile(file) || PACKAGES.some((pkg) => file.startsWith(inRoot('node_modules', pkg) + path.sep));

const isPublic = (id: string): boolean => !/^(internal|additions)\//.test(id);

/** Names of library modules that an app may require, without "node:", sorted. */
export function libraryModules(): string[] {
  return [...files.keys()].filter(isPublic);
}

/** All names that an app may require, without "node:", sorted. */
export function publicModules(): string[] {
  return [...builtinModules(), ...libraryModules()].sort();
}

/** The library's file for what an app requires; undefined when the library has no such module. */
function libraryFile(id: string): string | undefined {
  return isPublic(id) ? files.get(id) : undefined;
}

/** Names that the files of additions/ give to the module. */
function additionsOf(id: string): string[] {
  const start = `additions/${id}/`;
  return [...files.keys()]
    .filter((key) => key.startsWith(start) && !key.includes('/', start.length))
    .map((key) => key.slice(start.length));
}

/** The file in place of what a package that library modules are made of asks for. */
function standIn(importer: string, request: string): string | undefined {
  const found = STAND_INS.find(
    ([pkg, pattern]) => importer.startsWith(inRoot('node_modules', pkg) + path.sep) && pattern.test(request),
  );
  return found && files.get(found[2]);
}

/**
 * Globals that the library gives, as options of esbuild: it binds what a source names freely (or of `globalThis`) to
 * the exports of internal/globals.ts, `Symbol.dispose` among them, and drops those that no source names.
 */
export function libraryGlobals(): { inject: string[]; define: { [name: string]: string } } {
  const file = files.get('internal/globals');
  if (file === undefined) throw new Error('modules/library/ has no internal/globals.ts');
  const names = [...fs.readFileSync(file, 'utf8').matchAll(/^export \{ (.*) \}/gm)].flatMap((match) =>
    (match[1] as string).split(', '),
  );
  const define = names.flatMap((name) => ['globalThis', 'global'].map((holder) => [`${holder}.${name}`, name]));
  define.push(['Symbol.dispose', 'symbolDispose'], ['Symbol.asyncDispose', 'symbolAsyncDispose']);
  return { inject: [file], define: Object.fromEntries(define) as { [name: string]: string } };
}

/** Resolves what apps ask of the library and of the firmware, and what the library asks of the firmware. */
export function modulesPlugin(): esbuild.Plugin {
  const builtin = new Set(builtinModules());
  const wanted = new Map<string, Set<string>>();
  /** Names of additions to the module that the file has in its text. */
  const additionsIn = (importer: string, id: string): string[] => {
    const names = additionsOf(id);
    if (names.length === 0 || isLibraryFile(importer) || !fs.existsSync(importer)) return [];
    let identifiers = wanted.get(importer);
    if (identifiers === undefined) {
      identifiers = new Set(fs.readFileSync(importer, 'utf8').match(/[A-Za-z_$][\w$]*/g));
      wanted.set(importer, identifiers);
    }
    // A file that hands the whole module on may be asked for anything.
    const handsOn = new RegExp(
      `exports = require\\(['"](?:node:)?${id}['"]\\)|export \\* from ['"](?:node:)?${id}['"]`,
    );
    return handsOn.test(fs.readFileSync(importer, 'utf8')) ? names : names.filter((name) => identifiers.has(name));
  };
  return {
    name: 'modules',
    setup: (build) => {
      build.onResolve({ filter: /./ }, ({ path: name, importer }) => {
        const instead = standIn(importer, name);
        if (instead !== undefined) return { path: instead };
        if (name === 'process/') return { path: 'node:process', external: true };
        // What a library file defines is all that it does, so what no source uses of it goes.
        if (name.startsWith('.') && isLibraryFile(importer)) {
          const file = path.resolve(path.dirname(importer), `${name}.ts`);
          return { path: file, sideEffects: file.startsWith(path.join(FOLDER, 'additions') + path.sep) };
        }
        if (/^[./]/.test(name)) return undefined;
        if (name.startsWith('#') && isLibraryFile(importer)) return { path: name, external: true };
        const id = name.replace(/^node:/, '');
        const added = additionsIn(importer, id);
        if (added.length > 0) return { path: `${id} ${added.join(' ')}`, namespace: ADDED };
        if (builtin.has(id)) return { path: name, external: true };
        const file = libraryFile(id);
        return file === undefined ? undefined : { path: file };
      });
      build.onLoad({ filter: /.*/, namespace: ADDED }, ({ path: request }) => {
        const [id, ...names] = request.split(' ') as [string, ...string[]];
        const lines = names.map((name) => `require(${JSON.stringify(files.get(`additions/${id}/${name}`))});`);
        return {
          contents: `'use strict';\n${lines.join('\n')}\nmodule.exports = require('node:${id}');`,
          resolveDir: FOLDER,
        };
      });
    },
  };
}
