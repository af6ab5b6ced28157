/**
 * An app (TypeScript or JavaScript, its files, npm packages and JSON) as one ES5 script.
 *
 * 1. The app's TypeScript is checked as one program, with the app's tsconfig.json or defaults, and emitted as modern
 *    JavaScript modules (types gone, const enums inlined).
 * 2. esbuild bundles; each file it loads is first lowered to ES5 by TypeScript's emit, whose helpers come from tslib.
 *    Names of built-in modules stay `require` calls.
 * 3. The script becomes the function of runtime/core/image.h, on lines after the first.
 * Positions of every step are composed into one source map.
 */
import * as fs from 'node:fs';
import { builtinModules } from 'node:module';
import * as path from 'node:path';
import type * as esbuild from 'esbuild';
import * as ts from 'typescript';
import { UserError } from '../user_error';
import { formatErrors, fromEsbuild, fromTypeScript, type SourceError } from './diagnostics';
import { keptClassNames, namedClasses, nativeSuper } from './lower';
import { isLibraryFile, libraryGlobals, modulesPlugin, publicModules } from './library';
import { filesBelow, inRoot } from './paths';
import { compose, Positions, splitInlineMap, withInlineMap, type SourceMap } from './sourcemap';

export interface Bundle {
  /** `(function (exports, require, module, __filename, __dirname) {…})` in ES5. */
  code: string;
  /** Of `code`; sources are absolute paths. */
  map: SourceMap;
  /** Absolute paths of the files that went in. */
  inputs: string[];
  /** For people, one text each. */
  warnings: string[];
}

const TYPESCRIPT_FILE = /\.[mc]?tsx?$/;
const SCRIPT_FILE = /\.(?:[mc]?[jt]s|[jt]sx)$/;

/** What apps may use of the language's library when they have no tsconfig.json: what both engines have. */
const DEFAULT_LIB = ['lib.es2020.d.ts'];

/** Bundles the app whose first file is `entry`. Errors in the app are one UserError that shows each place. */
export async function bundle(entry: string, release: boolean): Promise<Bundle> {
  const file = path.resolve(entry);
  if (!fs.existsSync(file) || !fs.statSync(file).isFile()) {
    throw new UserError(`There is no app file ${entry}. Name the app's first file, as in: tinygram build src/app.ts`);
  }
  const program = TYPESCRIPT_FILE.test(file) ? checkedProgram(file) : undefined;
  const loader = new Loader(program);
  const bundler = await import('esbuild');
  const folder = path.dirname(file);
  const configFile = appConfigFile(file);
  const options = {
    absWorkingDir: folder,
    entryPoints: [file],
    bundle: true,
    write: false,
    outfile: path.join(folder, 'app.js'),
    metafile: true,
    format: 'cjs',
    platform: 'neutral',
    target: 'es5',
    charset: 'ascii',
    // Both engines have BigInt, whatever the syntax around it.
    supported: { bigint: true },
    mainFields: ['module', 'main'],
    conditions: ['tinygram', 'module'],
    resolveExtensions: ['.ts', '.tsx', '.mts', '.cts', '.js', '.mjs', '.cjs', '.jsx', '.json'],
    inject: [helpersFile(), ...libraryGlobals()],
    sourcemap: 'external',
    sourcesContent: true,
    minifyWhitespace: true,
    minifySyntax: release,
    legalComments: 'none',
    logLevel: 'silent',
    // The files given to esbuild are lowered already; of tsconfig.json it needs only how modules are found.
    ...(configFile === undefined ? { tsconfigRaw: {} } : { tsconfig: configFile }),
    plugins: [modulesPlugin(), loader.plugin()],
  } as const satisfies esbuild.BuildOptions;
  let result: esbuild.BuildResult<typeof options>;
  try {
    result = await bundler.build(options);
  } catch (error) {
    const { errors } = error as Partial<esbuild.BuildFailure>;
    if (!errors) throw error;
    const found = errors.map((message) => loader.original(fromEsbuild(message, folder, said(message))));
    throw new UserError(formatErrors(loader.errors.length > 0 ? loader.errors : found));
  }
  const output = (end: string): string => {
    const found = result.outputFiles.find((candidate) => candidate.path.endsWith(end));
    if (!found) throw new Error(`esbuild made no ${end}`);
    return found.text;
  };
  const map = JSON.parse(output('app.js.map')) as SourceMap;
  map.sources = map.sources.map((source) => path.resolve(folder, source));
  map.mappings = `;${map.mappings}`;
  const sloppy = Object.entries(result.metafile.inputs).some(
    ([input, { format }]) => format !== 'esm' && loader.isSloppy(path.resolve(folder, input)),
  );
  const strict = sloppy ? '' : '"use strict";';
  return {
    code: `(function (exports, require, module, __filename, __dirname) {${strict}\n${output('app.js')}})\n`,
    map,
    inputs: Object.keys(result.metafile.inputs).map((input) => path.resolve(folder, input)),
    warnings: result.warnings.map((warning) =>
      formatErrors([loader.original(fromEsbuild(warning, folder))]).replace('error: ', 'warning: '),
    ),
  };
}

/** tslib as ES modules: esbuild binds the names of helpers to its exports and drops the others. */
function helpersFile(): string {
  return inRoot('node_modules', 'tslib', 'tslib.es6.mjs');
}

/** Whether `name` is a module of Node's that Tinygram does not have. */
function isLacking(name: string): boolean {
  const bare = name.replace(/^node:/, '');
  return (bare !== name || builtinModules.includes(bare)) && !publicModules().includes(bare);
}

/** What to say of a module that Node has and the device lacks. */
function lackingModule(name: string): string {
  return `"${name}" is a module of Node.js that Tinygram does not have. It has: ${publicModules().join(', ')}.`;
}

function said(message: esbuild.Message): string {
  const name = /^Could not resolve "([^"]+)"/.exec(message.text)?.[1];
  if (name === undefined) return message.text;
  if (isLacking(name)) return lackingModule(name);
  if (name.startsWith('.') || name.startsWith('/')) return `There is no file "${name}".`;
  return (
    `There is no module "${name}": it is not built in, and no node_modules folder above the file has it. ` +
    `Install it: npm install ${name}`
  );
}

// ---- checking ------------------------------------------------------------------------------------------------

function checkedProgram(entry: string): ts.Program {
  const { options, problems } = appOptions(entry);
  const host = ts.createCompilerHost(options);
  const usesNodeTypes = ts.getAutomaticTypeDirectiveNames(options, host).includes('node');
  // Node's types know nothing of what is Tinygram's own.
  const typings = usesNodeTypes
    ? [inRoot('typings', 'tinygram.d.ts')]
    : filesBelow(inRoot('typings'), (name) => name.endsWith('.d.ts')).filter(
        (file) => !file.startsWith(inRoot('typings', 'native') + path.sep),
      );
  const program = ts.createProgram({ rootNames: [entry, ...typings], options, host });
  const diagnostics = [...problems, ...ts.getPreEmitDiagnostics(program)].filter(
    ({ category }) => category === ts.DiagnosticCategory.Error,
  );
  if (diagnostics.length > 0) {
    throw new UserError(
      formatErrors(
        diagnostics.map((diagnostic) => {
          const error = fromTypeScript(ts, diagnostic);
          const name = /^TS2307: Cannot find module '([^']+)'/.exec(error.text)?.[1];
          return name !== undefined && isLacking(name) ? { ...error, text: lackingModule(name) } : error;
        }),
      ),
    );
  }
  return program;
}

/** The tsconfig.json that an app's file is under, if any. */
function appConfigFile(entry: string): string | undefined {
  return ts.findConfigFile(path.dirname(entry), ts.sys.fileExists);
}

/** The options of the tsconfig.json above entry, if any, with what the build itself decides. */
function appOptions(entry: string): { options: ts.CompilerOptions; problems: ts.Diagnostic[] } {
  const problems: ts.Diagnostic[] = [];
  const configFile = appConfigFile(entry);
  let own: ts.CompilerOptions = { strict: true };
  if (configFile !== undefined) {
    const config = ts.getParsedCommandLineOfConfigFile(
      configFile,
      {},
      {
        ...ts.sys,
        onUnRecoverableConfigFileDiagnostic: (diagnostic) => problems.push(diagnostic),
      },
    );
    // 18003: no inputs. The build names its own.
    if (config) problems.push(...config.errors.filter(({ code }) => code !== 18003));
    own = config?.options ?? own;
  }
  const target = Math.max(own.target ?? ts.ScriptTarget.ES2022, ts.ScriptTarget.ES2018);
  return {
    problems,
    options: {
      ...own,
      lib: own.lib ?? DEFAULT_LIB,
      target,
      module: ts.ModuleKind.Preserve,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      esModuleInterop: true,
      resolveJsonModule: true,
      allowImportingTsExtensions: false,
      skipLibCheck: true,
      noEmit: false,
      noEmitOnError: false,
      composite: false,
      incremental: false,
      tsBuildInfoFile: undefined,
      declaration: false,
      declarationMap: false,
      emitDeclarationOnly: false,
      outDir: undefined,
      outFile: undefined,
      rootDir: undefined,
      importHelpers: false,
      noEmitHelpers: true,
      removeComments: false,
      inlineSourceMap: true,
      inlineSources: true,
      sourceMap: undefined,
      mapRoot: undefined,
      sourceRoot: undefined,
      jsx: own.jsx ?? ts.JsxEmit.React,
    },
  };
}

// ---- lowering ------------------------------------------------------------------------------------------------

const LOWER_OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES5,
  module: ts.ModuleKind.Preserve,
  moduleDetection: ts.ModuleDetectionKind.Legacy,
  allowJs: true,
  alwaysStrict: false,
  downlevelIteration: true,
  useDefineForClassFields: true,
  noEmitHelpers: true,
  inlineSourceMap: true,
  inlineSources: true,
  jsx: ts.JsxEmit.React,
};

interface Lowered {
  text: string;
  map: SourceMap;
  sloppy: boolean;
}

/** Gives esbuild each file as ES5 and remembers how, for errors and warnings that it finds in the lowered text. */
class Loader {
  readonly errors: SourceError[] = [];
  private readonly lowered = new Map<string, Lowered>();

  constructor(private readonly program: ts.Program | undefined) {}

  plugin(): esbuild.Plugin {
    return {
      name: 'tinygram',
      setup: (build) => {
        build.onLoad({ filter: SCRIPT_FILE }, ({ path: file }) => {
          if (file === helpersFile()) return undefined;
          const result = this.lower(file);
          if (!result) return { errors: [{ text: 'syntax' }] };
          return { contents: withInlineMap(result.text, result.map), loader: 'js', resolveDir: path.dirname(file) };
        });
      },
    };
  }

  /** False for files that esbuild loads by itself (JSON, the helpers). */
  isSloppy(file: string): boolean {
    return this.lowered.get(file)?.sloppy ?? false;
  }

  /** The error's place in the file as it was written. */
  original(error: SourceError): SourceError {
    const lowered = error.file === undefined ? undefined : this.lowered.get(error.file);
    const place = lowered && new Positions(lowered.map).find(error.line ?? 0, error.column ?? 0);
    if (!place || error.file === undefined) return error;
    const lineText = fs.readFileSync(error.file, 'utf8').split(/\r?\n/)[place.line - 1] ?? '';
    return { ...error, line: place.line, column: place.column, lineText };
  }

  /** Undefined after a syntax error, which is then in `errors`. */
  private lower(file: string): Lowered | undefined {
    const typed = this.emitted(file);
    const input = typed?.text ?? fs.readFileSync(file, 'utf8');
    const output = ts.transpileModule(input, {
      fileName: isLibraryFile(file) ? file : file.replace(/tsx?$/, 'js'),
      compilerOptions: LOWER_OPTIONS,
      reportDiagnostics: true,
      transformers: { before: [namedClasses], after: [nativeSuper, keptClassNames] },
    });
    const wrong = (output.diagnostics ?? []).filter(({ category }) => category === ts.DiagnosticCategory.Error);
    if (wrong.length > 0) {
      this.errors.push(...wrong.map((diagnostic) => ({ ...fromTypeScript(ts, diagnostic), file })));
      return undefined;
    }
    const { text, map } = splitInlineMap(output.outputText);
    map.sources = [file];
    const lowered = {
      text,
      map: typed ? compose(map, typed.map) : map,
      sloppy: !typed && !isLibraryFile(file) && !/^\s*(?:\/\/.*\n|\/\*[^]*?\*\/|\s)*["']use strict["']/.test(text),
    };
    this.lowered.set(file, lowered);
    return lowered;
  }

  /** A TypeScript file without its types; undefined for JavaScript. */
  private emitted(file: string): { text: string; map: SourceMap } | undefined {
    if (!TYPESCRIPT_FILE.test(file) || isLibraryFile(file)) return undefined;
    // TypeScript that only JavaScript requires is no part of the first program.
    const source = this.program?.getSourceFile(file);
    const program = source ? this.program : checkedProgram(file);
    let text: string | undefined;
    program?.emit(source ?? program.getSourceFile(file), (name, data) => {
      if (!name.endsWith('.map')) text = data;
    });
    if (text === undefined) throw new Error(`TypeScript emitted nothing for ${file}`);
    const emitted = splitInlineMap(text);
    emitted.map.sources = [file];
    return emitted;
  }
}
