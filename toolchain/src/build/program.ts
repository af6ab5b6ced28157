/** An app's TypeScript: checked as one program, with the app's tsconfig.json or defaults, and emitted without types. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as ts from 'typescript';
import { UserError } from '../user_error';
import { isLacking, lackingModule } from './builtin';
import { formatErrors, fromTypeScript } from './diagnostics';
import { filesBelow, inRoot } from './paths';
import { splitInlineMap, type SourceMap } from './sourcemap';

/** What apps may use of the language's library when they have no tsconfig.json: what both engines have. */
const DEFAULT_LIB = ['es2021', 'es2022.array', 'es2022.object', 'es2022.string', 'esnext.disposable'].map(
  (name) => `lib.${name}.d.ts`,
);

export const TYPESCRIPT_FILE = /\.[mc]?tsx?$/;

export interface Emitted {
  text: string;
  map: SourceMap;
}

/** What one check leaves for the next one of the same app: what did not change is not read again. */
export interface Checked {
  program?: ts.Program;
  files: Map<string, { text: string; source: ts.SourceFile }>;
}

/** Checks the file and what it imports. Errors are one UserError that shows each place. */
export function checkedProgram(entry: string, before?: Checked): ts.Program {
  const { options, problems } = appOptions(entry);
  const host = ts.createCompilerHost(options);
  if (before) keepSources(host, before);
  const usesNodeTypes = ts.getAutomaticTypeDirectiveNames(options, host).includes('node');
  // Node's types know nothing of what is Tinygram's own.
  const typings = usesNodeTypes
    ? [inRoot('typings', 'tinygram.d.ts')]
    : filesBelow(inRoot('typings'), (name) => name.endsWith('.d.ts')).filter(
        (file) => !file.startsWith(inRoot('typings', 'native') + path.sep),
      );
  const program = ts.createProgram({
    rootNames: [entry, ...typings],
    options,
    host,
    ...(before?.program ? { oldProgram: before.program } : {}),
  });
  if (before) before.program = program;
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

/** Lets a compiler's host give the same tree again for a file whose text is the same. */
function keepSources(host: ts.CompilerHost, { files }: Checked): void {
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, ...rest) => {
    const text = host.readFile(name);
    const cached = files.get(name);
    if (text === undefined || cached?.text === text) return text === undefined ? undefined : cached?.source;
    const source = read(name, ...rest);
    if (source) files.set(name, { text, source });
    return source;
  };
}

/**
 * A TypeScript file of a program without its types. Where the program does not have it, it is a program of its own;
 * 'alone' or options of the app it belongs to: it is checked elsewhere, and its text alone decides.
 */
export function emit(program: ts.Program | ts.CompilerOptions | 'alone' | undefined, file: string): Emitted {
  if (program === 'alone') return transpiled(file, LIBRARY);
  if (program !== undefined && !isProgram(program)) return transpiled(file, program);
  const source = program?.getSourceFile(file);
  const from = source && program ? program : checkedProgram(file);
  let text: string | undefined;
  from.emit(source ?? from.getSourceFile(file), (name, data) => {
    if (!name.endsWith('.map')) text = data;
  });
  if (text === undefined) throw new Error(`TypeScript emitted nothing for ${file}`);
  const emitted = splitInlineMap(text);
  emitted.map.sources = [file];
  return emitted;
}

const isProgram = (value: ts.Program | ts.CompilerOptions): value is ts.Program =>
  typeof (value as ts.Program).getSourceFile === 'function';

/** How files of modules/library/ become JavaScript. */
const LIBRARY: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.Preserve,
  alwaysStrict: true,
  inlineSourceMap: true,
  inlineSources: true,
};

function transpiled(file: string, compilerOptions: ts.CompilerOptions): Emitted {
  const text = fs.readFileSync(file, 'utf8');
  const { outputText, diagnostics } = ts.transpileModule(text, {
    fileName: file,
    compilerOptions,
    reportDiagnostics: true,
  });
  // Of a text that is no TypeScript something else would be made, and run.
  const wrong = (diagnostics ?? []).filter(({ file: at, code }) => at !== undefined && code < 2000);
  if (wrong.length > 0) throw new UserError(formatErrors(wrong.map((one) => fromTypeScript(ts, one))));
  const emitted = splitInlineMap(outputText);
  emitted.map.sources = [file];
  return emitted;
}

/** The tsconfig.json that an app's file is under, if any. */
export function appConfigFile(entry: string): string | undefined {
  return ts.findConfigFile(path.dirname(entry), ts.sys.fileExists);
}

/** The options of the tsconfig.json above entry, if any, with what the build itself decides. */
export function appOptions(entry: string): { options: ts.CompilerOptions; problems: ts.Diagnostic[] } {
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
  return {
    problems,
    options: {
      ...own,
      lib: own.lib ?? DEFAULT_LIB,
      // Types and what is no JavaScript yet go here (decorators, `using`); the rest is esbuild's (engines/syntax.ts).
      target: ts.ScriptTarget.ES2022,
      useDefineForClassFields:
        own.useDefineForClassFields ?? (own.target ?? ts.ScriptTarget.ES2022) >= ts.ScriptTarget.ES2022,
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
      noEmitHelpers: false,
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
