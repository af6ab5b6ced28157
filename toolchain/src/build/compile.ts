/**
 * Built-in modules: modules/**\/*.ts to ES5 function texts `(function (exports, require, module, native) {…})`.
 *
 * All files are checked as one program, each is emitted as a CommonJS module whose relative requires become ids below
 * modules/ ("./internal/errors" in dgram.ts is "internal/errors"), then made smaller (minify.ts). The texts and their
 * source maps are kept in build/modules/ and made anew only when an input's bytes changed.
 */
import * as crypto from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type * as typescript from 'typescript';
import { UserError } from '../user_error';
import { formatErrors, fromTypeScript } from './diagnostics';
import { compress, shortenNames, visibleNames } from '../engines/minify';
import { builtinFiles, filesBelow, inRoot, moduleId, writeWhole } from './paths';
import { splitInlineMap } from './sourcemap';

export interface CompiledModule {
  id: string;
  /** The function's ES5 text with all names, in a file below build/modules/; its source map is beside it (".map"). */
  file: string;
  /** The same with short names, as firmware has it; without a map. */
  small: string;
}

const OUT = 'build/modules';

const isNativeTypes = (name: string): boolean => name.endsWith('.d.ts') && name !== 'library.d.ts';

/** Files whose bytes decide the result. */
function inputs(): string[] {
  return [
    ...builtinFiles(),
    inRoot('modules', 'tsconfig.json'),
    ...filesBelow(inRoot('typings', 'native'), isNativeTypes),
    inRoot('tsconfig.base.json'),
    inRoot('package-lock.json'),
    __filename,
    path.join(__dirname, 'lower.js'),
    path.join(__dirname, '..', 'engines', 'minify.js'),
  ];
}

function hashOf(files: string[]): string {
  const hash = crypto.createHash('sha256');
  for (const file of files) {
    const bytes = fs.readFileSync(file);
    hash.update(`${path.relative(inRoot(), file)} ${bytes.length}\n`).update(bytes);
  }
  return hash.digest('hex');
}

/**
 * Compiles what changed and returns every module, sorted by id. A syntax or type error in a module is a UserError that
 * shows each place.
 */
export async function compileModules(): Promise<CompiledModule[]> {
  const sources = builtinFiles();
  const result = sources.map((source) => {
    const id = moduleId(source);
    return { id, file: inRoot(OUT, `${id}.js`), small: inRoot(OUT, `${id}.small.js`) };
  });
  const stamp = inRoot(OUT, 'stamp');
  const hash = hashOf(inputs());
  const fresh = fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === hash;
  if (fresh && result.every(({ file, small }) => fs.existsSync(file) && fs.existsSync(small))) return result;

  const ts = (await import('typescript')).default;
  const emitted = emit(ts, sources, await import('./lower.js'));
  const texts = sources.map((source) => {
    const text = emitted.get(source);
    if (text === undefined) throw new Error(`no output for ${source}`);
    return splitInlineMap(text);
  });
  const visible = visibleNames(
    ts,
    texts.map(({ text }) => text),
  );
  for (const [index, { file, small }] of result.entries()) {
    const { text, map } = texts[index] as (typeof texts)[number];
    const compressed = await compress(text, map, visible);
    // The wrapper has a line of its own, so the map's positions move one line down.
    const mappings = `;${compressed.map.mappings}`;
    const names = [path.relative(inRoot(), sources[index] as string)];
    writeWhole(`${file}.map`, JSON.stringify({ ...compressed.map, mappings, sources: names }));
    const whole = `(function (exports, require, module, native) {\n${compressed.text}})\n`;
    writeWhole(file, whole);
    writeWhole(small, await shortenNames(whole, visible));
  }
  writeWhole(stamp, hash);
  return result;
}

function emit(ts: typeof typescript, sources: string[], lower: typeof import('./lower.js')): Map<string, string> {
  const configFile = inRoot('modules', 'tsconfig.json');
  const problems: typescript.Diagnostic[] = [];
  const config = ts.getParsedCommandLineOfConfigFile(
    configFile,
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: (diagnostic) => problems.push(diagnostic),
    },
  );
  if (!config) throw new UserError(formatErrors(problems.map((diagnostic) => fromTypeScript(ts, diagnostic))));
  const program = ts.createProgram({
    rootNames: [...sources, ...filesBelow(inRoot('typings', 'native'), isNativeTypes)],
    options: {
      ...config.options,
      noEmit: false,
      outDir: undefined,
      declaration: false,
      composite: false,
      incremental: false,
      target: ts.ScriptTarget.ES5,
      module: ts.ModuleKind.CommonJS,
      removeComments: true,
      inlineSourceMap: true,
      inlineSources: true,
      sourceMap: undefined,
    },
  });
  const diagnostics = ts.getPreEmitDiagnostics(program);
  if (diagnostics.length > 0)
    throw new UserError(formatErrors(diagnostics.map((diagnostic) => fromTypeScript(ts, diagnostic))));
  const emitted = new Map<string, string>();
  for (const source of sources) {
    const rename = (name: string): string => requireId(source, name);
    program.emit(program.getSourceFile(source), (_, text) => emitted.set(source, text), undefined, false, {
      after: [lower.nativeSuper, lower.plainExports, lower.requireNames(rename)],
    });
  }
  return emitted;
}

/** The id that `name`, required in the module file `source`, has at run time. */
export function requireId(source: string, name: string): string {
  if (name.startsWith('.')) return moduleId(path.resolve(path.dirname(source), name));
  return name.replace(/^node:/, '');
}
