/**
 * An app (TypeScript or JavaScript, its files, npm packages and JSON) as one script for an engine.
 *
 * 1. The app's TypeScript is checked as one program and emitted without types (program.ts).
 * 2. Each file gets what Node gives a file and a bundle has no more (source.ts); names find their files (resolve.ts).
 * 3. esbuild bundles, and lowers to what the engine has (engines/syntax.ts). Built-in modules stay `require` calls.
 * 4. The script becomes the function of runtime/core/image.h (finish.ts), on lines after the first.
 * Positions of every step are composed into one source map.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type * as esbuild from 'esbuild';
import type * as ts from 'typescript';
import { engineCode } from '../engines/engine';
import { lacksOf } from '../engines/lacks';
import { ENGINE_SYNTAX } from '../engines/syntax';
import { during } from '../progress';
import { shellWord, UserError } from '../user_error';
import { isLacking, lackingModule } from './builtin';
import { formatErrors, formatWarning, fromEsbuild, type SourceError } from './diagnostics';
import { finish } from './finish';
import { isLibraryFile, isLibraryPart, libraryGlobals, modulesPlugin } from './library';
import { readJson, type Engine } from './paths';
import { appConfigFile, appOptions, checkedProgram, emit, TYPESCRIPT_FILE } from './program';
import { Resolver, type FileFacts } from './resolve';
import { isModule, literalText, visit, type Node, type EditedTexts } from './script';
import { prepare, type Source } from './source';
import { compose, Positions, withInlineMap, type SourceMap } from './sourcemap';

export interface Bundle {
  /** `(function (exports, require, module, __filename, __dirname) {…})`. */
  code: string;
  /** Of `code`; sources are absolute paths. */
  map: SourceMap;
  /** Absolute paths of the files that went in. */
  inputs: string[];
  /** Bytes that each of them has in esbuild's output; what comes after that may change them by a little. */
  parts: [file: string, bytes: number][];
  /** For people, one text each. */
  warnings: string[];
}

export interface BundleOptions {
  engine: Engine;
  /** For precompiled code: shorter text, positions count less. */
  release?: boolean;
  /** Types are not checked: each file becomes JavaScript by its own text. Default: they are. */
  unchecked?: boolean;
}

type Built = esbuild.BuildResult<{ write: false; metafile: true }>;

/**
 * The files given to esbuild are JavaScript already, with the directives of TypeScript's emit; of tsconfig.json it
 * needs how modules are found. By its "strict", esbuild would make strict code of packages' sloppy scripts.
 */
const NOT_STRICT = { compilerOptions: { strict: false, alwaysStrict: false } };

const SCRIPT_FILE = /\.(?:[mc]?[jt]s|[jt]sx)$/;

/** Bundles the app whose first file is `entry`. Errors in the app are one UserError that shows each place. */
export async function bundle(
  entry: string,
  { engine, release = false, unchecked = false }: BundleOptions,
): Promise<Bundle> {
  const file = path.resolve(entry);
  if (!fs.existsSync(file) || !fs.statSync(file).isFile())
    throw new UserError(`There is no app file ${entry}. Name the app's first file, as in: tinygram build src/app.ts`);
  const program = unchecked
    ? appOptions(file).options
    : TYPESCRIPT_FILE.test(file)
      ? await during('checking types', () => checkedProgram(file))
      : undefined;
  const { default: Text } = await import('magic-string');
  const loader = new Loader(program, Text, rootFolder(file), engine);
  const resolver = new Resolver(file, (name) => loader.factsOf(name));
  const bundler = await import('esbuild');
  const folder = path.dirname(file);
  const configFile = appConfigFile(file);
  let { waits } = loader.load(file);
  const run = async (minifySyntax: boolean): Promise<Built> => {
    const options = {
      absWorkingDir: folder,
      entryPoints: [file],
      bundle: true,
      write: false,
      outfile: path.join(folder, 'app.js'),
      metafile: true,
      // Only ES modules have top-level await.
      format: waits ? 'esm' : 'cjs',
      platform: 'neutral',
      target: ENGINE_SYNTAX[engine].target,
      supported: ENGINE_SYNTAX[engine].supported,
      charset: 'ascii',
      // As Node finds packages; a package that has nothing else is taken by its ES module.
      mainFields: ['main', 'module'],
      conditions: ['tinygram', 'node'],
      resolveExtensions: ['.ts', '.tsx', '.mts', '.cts', '.js', '.mjs', '.cjs', '.jsx', '.json'],
      ...libraryGlobals(),
      sourcemap: 'external',
      sourcesContent: true,
      minifyWhitespace: true,
      minifySyntax,
      keepNames: true,
      legalComments: 'none',
      logLevel: 'silent',
      tsconfigRaw: JSON.stringify({ extends: configFile, ...NOT_STRICT }),
      plugins: [resolver.plugin(), modulesPlugin(), loader.plugin()],
    } as const satisfies esbuild.BuildOptions;
    try {
      return await bundler.build(options);
    } catch (error) {
      const { errors } = error as Partial<esbuild.BuildFailure>;
      if (!errors) throw error;
      // A file that the entry imports waits.
      if (!waits && loader.anyWaits()) {
        waits = true;
        return run(minifySyntax);
      }
      throw new UserError(
        formatErrors(errors.map((message) => loader.original(fromEsbuild(message, folder, errorText(message))))),
      );
    }
  };
  let result = await run(release);
  const strictEntry = !loader.isSloppy(file);
  const inputs = Object.keys(result.metafile.inputs).map((input) => path.resolve(folder, input));
  const anySloppy = inputs.some((input) => loader.isSloppy(input));
  // Where files differ in strictness, statements of several must not be made one.
  if (release && anySloppy) result = await run(false);
  const output = (end: string): string => {
    const found = result.outputFiles.find((candidate) => candidate.path.endsWith(end));
    if (!found) throw new Error(`esbuild made no ${end}`);
    return found.text;
  };
  const map = JSON.parse(output('app.js.map')) as SourceMap;
  map.sources = map.sources.map((source) => path.resolve(folder, source));
  const { shorter, ...finished } = finish(Text, output('app.js'), map, {
    engine,
    release,
    waits,
    strictEntry,
    anySloppy,
    isModule: (source) => loader.isModule(source),
  });
  return {
    ...finished,
    inputs,
    parts: Object.values(result.metafile.outputs).flatMap(({ inputs: parts }) =>
      Object.entries(parts).map(([name, { bytesInOutput }]): [string, number] => {
        const file = path.resolve(folder, name);
        return [file, bytesInOutput - (shorter.get(file) ?? 0)];
      }),
    ),
    warnings: [
      ...loader.problems,
      ...result.warnings.map((warning) => loader.original(fromEsbuild(warning, folder))),
    ].map(formatWarning),
  };
}

/** The folder that an app's paths are seen from: that of its package.json, else its first file's. */
function rootFolder(entry: string): string {
  for (let folder = path.dirname(entry); ; folder = path.dirname(folder)) {
    if (fs.existsSync(path.join(folder, 'package.json'))) return folder;
    if (folder === path.dirname(folder)) return path.dirname(entry);
  }
}

/** esbuild's text of an error; of an import without a file, what is missing and what to do. */
function errorText(message: esbuild.Message): string {
  const name = /^Could not resolve "([^"]+)"/.exec(message.text)?.[1];
  if (name === undefined) return message.text;
  if (isLacking(name)) return lackingModule(name);
  if (name.startsWith('.') || name.startsWith('/')) return `There is no file "${name}".`;
  // Of "@scope/name/file" and "name/file" the package's name.
  const folder = name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
  if (message.notes.some(({ location }) => location?.file.endsWith(`${folder}/package.json`))) {
    return (
      `The package "${folder}" is installed, and its package.json has no file for "${name}" as this statement asks ` +
      'for it. A package of ES modules alone is imported: import … from, or await import().'
    );
  }
  return (
    `There is no module "${name}": it is not built in, and no node_modules folder above the file has it. ` +
    `Install it: npm install ${shellWord(folder)}`
  );
}

// ---- files ---------------------------------------------------------------------------------------------------

/** A file as esbuild gets it. */
interface Loaded extends Source {
  /** From `text` to the file as it was written; absent where they are the same. */
  toFile?: SourceMap;
  facts: FileFacts;
}

/** Gives esbuild each file and remembers how, for errors and warnings that it finds in the text. */
class Loader {
  readonly problems: SourceError[] = [];
  private readonly files = new Map<string, Loaded>();
  private readonly types = new Map<string, 'module' | 'script' | undefined>();

  constructor(
    private readonly program: ts.Program | ts.CompilerOptions | undefined,
    private readonly Text: EditedTexts,
    private readonly root: string,
    private readonly engine: Engine,
  ) {}

  plugin(): esbuild.Plugin {
    return {
      name: 'tinygram-load',
      setup: (build) => {
        build.onLoad({ filter: SCRIPT_FILE }, ({ path: file }) => {
          const { text, toFile } = this.load(file);
          return {
            contents: toFile ? withInlineMap(text, toFile) : text,
            loader: file.endsWith('.jsx') ? 'jsx' : 'js',
            resolveDir: path.dirname(file),
          };
        });
      },
    };
  }

  load(file: string): Loaded {
    let loaded = this.files.get(file);
    if (!loaded) this.files.set(file, (loaded = this.read(file)));
    return loaded;
  }

  factsOf(file: string): FileFacts | undefined {
    return SCRIPT_FILE.test(file) ? this.load(file).facts : undefined;
  }

  isSloppy(file: string): boolean {
    return this.files.get(file)?.sloppy ?? false;
  }

  isModule(file: string): boolean {
    const program = this.files.get(file)?.program;
    return program !== undefined && isModule(program);
  }

  anyWaits(): boolean {
    return [...this.files.values()].some((loaded) => loaded.waits);
  }

  /** The error's place in the file as it was written. */
  original(error: SourceError): SourceError {
    const toFile = error.file === undefined ? undefined : this.files.get(error.file)?.toFile;
    const place = toFile && new Positions(toFile).find(error.line ?? 0, error.column ?? 0);
    if (!place || error.file === undefined) return error;
    return { ...error, line: place.line, column: place.column, lineText: lineOf(error.file, place.line) };
  }

  private read(file: string): Loaded {
    const typed = TYPESCRIPT_FILE.test(file) ? emit(isLibraryFile(file) ? 'alone' : this.program, file) : undefined;
    const written = typed?.text ?? fs.readFileSync(file, 'utf8');
    const rewrite = isLibraryPart(file) ? undefined : engineCode(this.engine).rewriteFile;
    const source = prepare(this.Text, written, file, this.root, this.kindOf(file), rewrite);
    const { map } = source;
    if (map) map.sources = [file];
    const toFile = map && typed ? compose(map, typed.map) : (map ?? typed?.map);
    const { program } = source;
    const places = typed && new Positions(typed.map);
    for (const problem of [
      ...source.problems,
      ...(program && !isLibraryPart(file) ? lacksOf(this.engine, program, written, file) : []),
    ]) {
      const place = places?.find(problem.line ?? 0, problem.column ?? 0);
      this.problems.push(place ? { ...problem, ...place, lineText: lineOf(file, place.line) } : problem);
    }
    return { ...source, ...(toFile ? { toFile } : {}), facts: factsOf(source) };
  }

  /** Whether Node takes a JavaScript file for an ES module, by its name or its package's "type". */
  private kindOf(file: string): 'module' | 'script' | undefined {
    const ending = path.extname(file);
    if (ending === '.mjs') return 'module';
    if (ending === '.cjs') return 'script';
    if (ending !== '.js') return undefined;
    const folder = path.dirname(file);
    if (!this.types.has(folder)) this.types.set(folder, packageType(folder));
    return this.types.get(folder);
  }
}

const lineOf = (file: string, line: number): string => fs.readFileSync(file, 'utf8').split(/\r?\n/)[line - 1] ?? '';

/** "type" of the package.json above a folder, as Node reads it: the nearest one counts. */
function packageType(folder: string): 'module' | 'script' | undefined {
  for (let at = folder; ; at = path.dirname(at)) {
    const file = path.join(at, 'package.json');
    if (fs.existsSync(file)) {
      const { type } = (readJson(file) ?? {}) as { type?: string };
      return type === 'module' ? 'module' : type === 'commonjs' ? 'script' : undefined;
    }
    if (at === path.dirname(at)) return undefined;
  }
}

function factsOf({ program, text }: Source): FileFacts {
  const [names, tried, sure] = [new Set<string>(), new Set<string>(), new Set<string>()];
  if (program) {
    visit(program, (node, parents) => {
      let given: Node | undefined;
      if (node.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === 'require')
        given = node.arguments[0];
      else if (node.type === 'ImportExpression' || node.type === 'ImportDeclaration') given = node.source;
      else if (node.type === 'ExportNamedDeclaration' || node.type === 'ExportAllDeclaration')
        given = node.source ?? undefined;
      const name = literalText(given);
      if (name === undefined) return;
      names.add(name);
      const inTry = parents.some(
        (parent, index) => parent.type === 'TryStatement' && parents[index + 1] === parent.block,
      );
      (inTry ? tried : sure).add(name);
    });
  }
  for (const name of sure) tried.delete(name);
  return { names, tried, text };
}
