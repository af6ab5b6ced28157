/**
 * Modules and their typings agree: for each module, what the compiler finds that its code exports has the names and
 * the types that its public typing declares. What the code makes on prototypes without a type, and what it makes at run
 * time, tests/toolchain/typed-members-are-there.test.ts looks up in a running program.
 */
import { basename, dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { filesBelow, isTypeScript } from '#toolchain/build/paths';
import { Agreement } from './types_agree';

/** Names that one side alone has, each as in Node: undocumented there, or made by a getter. */
const KNOWN = new Set([
  'crypto prng',
  'crypto rng',
  'events getMaxListeners',
  'events init',
  'events usingDomains',
  'process reallyExit',
  'process traceProcessWarnings',
  'querystring unescapeBuffer',
  'timers promises',
  'url Url',
  'url resolveObject',
  // The word brings in util.inspect.colors.
  'util colors',
]);

const ADDITION = 'comes with an app that names it (modules/library/additions/)';
export const NAMES_A_TYPE =
  "is @types/node's way to give util.promisify() the type of the other form; there is no such value";
const DEFINED = 'is made by Object.defineProperty(), which the compiler does not follow; the test of members finds it';

/** What the code's types do not show of what a typing says, each with its reason. */
const UNSEEN = new Map([
  ['assert strict.CallTracker', ADDITION],
  ['assert/strict strict.CallTracker', ADDITION],
  ['dgram Socket.addAbortListener', ADDITION],
  ['dgram createSocket().Symbol.asyncDispose', 'has a symbol for its name that the engines lack, made at run time'],
  ['dgram Socket.EventEmitter.addAbortListener', ADDITION],
  ['events EventEmitter.addAbortListener', ADDITION],
  ['util inspect.colors', ADDITION],
  ['util inspect.styles', ADDITION],
  ['util inspect.defaultOptions', DEFINED],
  ['timers setTimeout.__promisify__', NAMES_A_TYPE],
  ['timers setImmediate.__promisify__', NAMES_A_TYPE],
  ['timers setImmediate()._onImmediate', 'is null when it has run, which @types/node does not say'],
]);

/**
 * Places at which the code has `any` or `unknown` for what a typing gives a type, so that nothing is compared there.
 * Fewer are better: give the code a type and lower this.
 */
const UNTYPED_AT_MOST = 8;

/** Modules that no app can ask for. */
export const INSIDE = /^(internal|library|additions)\/|^tinygram\/repl$|\.d$/;

function resolved(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** The values that a module gives: what it exports, or the properties of what it assigns to `export`. */
export function valuesOf(checker: ts.TypeChecker, module: ts.Symbol): Map<string, ts.Symbol> {
  const values = new Map<string, ts.Symbol>();
  const add = (symbols: ts.Symbol[]): void => {
    for (const symbol of symbols)
      if (resolved(checker, symbol).flags & ts.SymbolFlags.Value) values.set(symbol.name, symbol);
  };
  const assigned = module.exports?.get('export=' as ts.__String);
  if (assigned === undefined) {
    add(checker.getExportsOfModule(module));
    return values;
  }
  const target = resolved(checker, assigned);
  add(checker.getPropertiesOfType(checker.getTypeOfSymbol(target)));
  if (target.exports !== undefined) add([...target.exports.values()]);
  return values;
}

/** Whether it is a function that only says that a device has no such thing: it needs no typing. */
function refuses(checker: ts.TypeChecker, symbol: ts.Symbol): boolean {
  const calls = checker.getTypeOfSymbol(symbol).getCallSignatures();
  return calls.length > 0 && calls.every((call) => (call.getReturnType().flags & ts.TypeFlags.Never) !== 0);
}

const parsedFiles = new Map<string, ts.SourceFile>();

/** A file as the parser gives it, kept for the next program. */
function sourceOf(
  file: string,
  text: string | undefined,
  options: ts.CreateSourceFileOptions | ts.ScriptTarget,
): ts.SourceFile | undefined {
  if (text === undefined) return undefined;
  const kept = parsedFiles.get(file);
  if (kept?.text === text) return kept;
  const made = ts.createSourceFile(file, text, options);
  parsedFiles.set(file, made);
  return made;
}

/** The program of a configuration and more files. `texts` by path stand in for files; what is parsed is kept. */
export function programWith(
  root: string,
  config: string,
  files: string[],
  texts: ReadonlyMap<string, string>,
): ts.Program {
  const path = join(root, config);
  const read = ts.readConfigFile(path, (file) => ts.sys.readFile(file));
  const parsed = ts.parseJsonConfigFileContent(read.config, ts.sys, dirname(path));
  const host = ts.createCompilerHost(parsed.options);
  const { readFile, fileExists } = ts.sys;
  host.readFile = (file) => texts.get(file) ?? readFile(file);
  host.fileExists = (file) => texts.has(file) || fileExists(file);
  host.getSourceFile = (file, options) => sourceOf(file, host.readFile(file), options);
  return ts.createProgram([...parsed.fileNames, ...files], parsed.options, host);
}

/**
 * The modules of both folders and all typings as one program, since only types of one can be compared. Its options are
 * those of library modules; each folder is checked for errors with its own by other steps of lint.
 */
function programOf(root: string, texts: ReadonlyMap<string, string>): ts.Program {
  const modules = filesBelow(join(root, 'modules'), isTypeScript);
  return programWith(root, join('modules', 'library', 'tsconfig.json'), modules, texts);
}

/** Whether something is declared by a typing of ours, not by the compiler's library. */
export function ofTypings(declaration: ts.Node): boolean {
  return /\/typings\/[^/]+\.d\.ts$/.test(declaration.getSourceFile().fileName);
}

interface Code {
  id: string;
  /** What it exports; undefined when it is no module. */
  values: Map<string, ts.Symbol> | undefined;
}

/** What the compiler finds in the modules of one folder. */
function codeBelow(program: ts.Program, folder: string): Code[] {
  const checker = program.getTypeChecker();
  return filesBelow(folder, isTypeScript).flatMap((file): Code[] => {
    const id = relative(folder, file).replace(/\.ts$/, '');
    if (INSIDE.test(id)) return [];
    const source = program.getSourceFile(file);
    const module = source && checker.getSymbolAtLocation(source);
    return [{ id, values: module && valuesOf(checker, module) }];
  });
}

/** What additions give to a module: the properties in their `Object.assign(module, { name })`. */
function addedValues(program: ts.Program, files: string[]): Map<string, ts.Symbol> {
  const checker = program.getTypeChecker();
  const values = new Map<string, ts.Symbol>();
  for (const file of files) {
    for (const statement of program.getSourceFile(file)?.statements ?? []) {
      const call = ts.isExpressionStatement(statement) ? statement.expression : undefined;
      if (call === undefined || !ts.isCallExpression(call) || call.expression.getText() !== 'Object.assign') continue;
      for (const value of checker.getPropertiesOfType(checker.getTypeAtLocation(call.arguments[1])))
        values.set(value.name, value);
    }
  }
  return values;
}

/** Globals that are made of modules of the inside (modules/internal/bootstrap.ts, library/internal/globals.ts). */
function globalErrors(program: ts.Program, root: string): Agreement {
  const checker = program.getTypeChecker();
  const exportsOf = (...path: string[]): Map<string, ts.Symbol> => {
    const source = program.getSourceFile(join(root, 'modules', ...path));
    return valuesOf(checker, checker.getSymbolAtLocation(source!)!);
  };
  const made = new Map([
    ...['abort', 'dom_exception', 'event_target', 'microtask', 'text'].flatMap((id) => [
      ...exportsOf('internal', `${id}.ts`),
    ]),
    ...exportsOf('library', 'internal', 'globals.ts'),
  ]);
  const typing = program.getSourceFile(join(root, 'typings', 'globals.d.ts'))!;
  const promised = checker
    .getSymbolsInScope(typing, ts.SymbolFlags.Value)
    .filter((symbol) => symbol.declarations?.some(ofTypings));
  return typeErrors(checker, made, new Map(promised.map((symbol) => [symbol.name, symbol])));
}

/** How the types of what both sides have differ. */
function typeErrors(checker: ts.TypeChecker, code: Map<string, ts.Symbol>, typing: Map<string, ts.Symbol>): Agreement {
  const agreement = new Agreement(checker);
  const typeOf = (symbol: ts.Symbol): ts.Type => checker.getTypeOfSymbol(resolved(checker, symbol));
  for (const [name, promised] of typing) {
    const made = code.get(name);
    if (made !== undefined) agreement.compare(typeOf(made), typeOf(promised), name);
  }
  return agreement;
}

/** Errors by module, as lines. `texts` by path stand in for files: the check's own test. */
export function typedModuleErrors(root: string, texts: ReadonlyMap<string, string> = new Map()): string[] {
  const program = programOf(root, texts);
  const checker = program.getTypeChecker();
  const declared = new Map(checker.getAmbientModules().map((symbol) => [symbol.name.replaceAll('"', ''), symbol]));
  const errors: string[] = [];
  const untyped: string[] = [];
  const unseen = new Set(UNSEEN.keys());
  const take = (id: string, types: Agreement): void => {
    for (const { path, text } of types.differences) {
      if (UNSEEN.has(`${id} ${path}`)) unseen.delete(`${id} ${path}`);
      else errors.push(`module ${id}: ${path} ${text}`);
    }
    untyped.push(...[...types.untyped].map((path) => `${id} ${path}`));
  };
  const all = [...codeBelow(program, join(root, 'modules')), ...codeBelow(program, join(root, 'modules', 'library'))];
  for (const { id, values } of all) {
    const typing = declared.get(id);
    if (values === undefined || typing === undefined) {
      errors.push(`module ${id}: ${values === undefined ? 'exports nothing' : 'no typing declares it'}`);
      continue;
    }
    const additions = join(root, 'modules', 'library', 'additions', id);
    // They come with an app that names them; those of a module below have a folder of their own.
    const files = filesBelow(additions, isTypeScript).filter((file) => dirname(file) === additions);
    const added = files.map((file) => basename(file, '.ts'));
    const usable = [...values].filter(([, symbol]) => !refuses(checker, symbol)).map(([name]) => name);
    const promised = valuesOf(checker, typing);
    const says = [...promised.keys()];
    const alone = (these: string[], those: string[]): string[] =>
      these.filter((name) => !those.includes(name) && !name.startsWith('_') && !KNOWN.has(`${id} ${name}`));
    const missing = alone(says, [...values.keys(), ...added]);
    const bare = alone([...usable, ...added], says);
    for (const name of missing) errors.push(`module ${id}: the typing has ${name}, the code not`);
    for (const name of bare) errors.push(`module ${id}: exports ${name}, the typing has it not`);
    take(id, typeErrors(checker, new Map([...values, ...addedValues(program, files)]), promised));
  }
  take('globals', globalErrors(program, root));
  if (untyped.length > UNTYPED_AT_MOST) {
    errors.push(
      `${untyped.length} places without a type, at most ${UNTYPED_AT_MOST} are allowed: ${untyped.join(', ')}`,
    );
  }
  for (const path of unseen) errors.push(`${path}: is no difference any more, take it from UNSEEN`);
  return errors;
}
