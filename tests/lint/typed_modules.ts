/**
 * Modules and their typings name the same: for each module, what the compiler finds that its code exports and what its
 * public typing declares.
 */
import { basename, dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { filesBelow, isTypeScript } from '#toolchain/build/paths';

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

/** Modules that no app can ask for. */
const INSIDE = /^(internal|library|additions)\/|^tinygram\/repl$|\.d$/;

/** The values that a module gives: what it exports, or the properties of what it assigns to `export`. */
function valuesOf(checker: ts.TypeChecker, module: ts.Symbol): Map<string, ts.Symbol> {
  const resolved = (symbol: ts.Symbol): ts.Symbol =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const values = new Map<string, ts.Symbol>();
  const add = (symbols: ts.Symbol[]): void => {
    for (const symbol of symbols) {
      if (resolved(symbol).flags & ts.SymbolFlags.Value) values.set(symbol.name, symbol);
    }
  };
  const assigned = module.exports?.get('export=' as ts.__String);
  if (assigned === undefined) {
    add(checker.getExportsOfModule(module));
    return values;
  }
  const target = resolved(assigned);
  add(checker.getPropertiesOfType(checker.getTypeOfSymbol(target)));
  if (target.exports !== undefined) add([...target.exports.values()]);
  return values;
}

/** Whether it is a function that only says that a device has no such thing: it needs no typing. */
function refuses(checker: ts.TypeChecker, symbol: ts.Symbol): boolean {
  const calls = checker.getTypeOfSymbol(symbol).getCallSignatures();
  return calls.length > 0 && calls.every((call) => (call.getReturnType().flags & ts.TypeFlags.Never) !== 0);
}

function programOf(root: string, config: string): ts.Program {
  const read = ts.readConfigFile(join(root, config), (file) => ts.sys.readFile(file));
  const parsed = ts.parseJsonConfigFileContent(read.config, ts.sys, join(root, config, '..'));
  return ts.createProgram(parsed.fileNames, parsed.options);
}

interface Code {
  id: string;
  /** Names that it exports; undefined when it is no module. */
  names: string[] | undefined;
  /** Those of them that a typing must have. */
  usable: string[];
}

/** What the compiler finds in the modules below one folder. */
function codeBelow(root: string, folder: string, config: string): Code[] {
  const program = programOf(root, config);
  const checker = program.getTypeChecker();
  return filesBelow(join(root, folder), isTypeScript).flatMap((file): Code[] => {
    const id = relative(join(root, folder), file).replace(/\.ts$/, '');
    if (INSIDE.test(id)) return [];
    const source = program.getSourceFile(file);
    const module = source && checker.getSymbolAtLocation(source);
    if (module === undefined) return [{ id, names: undefined, usable: [] }];
    const values = valuesOf(checker, module);
    const usable = [...values].filter(([, symbol]) => !refuses(checker, symbol)).map(([name]) => name);
    return [{ id, names: [...values.keys()], usable }];
  });
}

/** Errors by module, as lines. */
export function typedModuleErrors(root: string): string[] {
  const checker = programOf(root, 'tests/types/tsconfig.json').getTypeChecker();
  const declared = new Map(checker.getAmbientModules().map((symbol) => [symbol.name.replaceAll('"', ''), symbol]));
  const errors: string[] = [];
  const all = [
    ...codeBelow(root, 'modules', 'modules/tsconfig.json'),
    ...codeBelow(root, join('modules', 'library'), 'modules/library/tsconfig.json'),
  ];
  for (const { id, names, usable } of all) {
    const typing = declared.get(id);
    if (names === undefined || typing === undefined) {
      errors.push(`module ${id}: ${names === undefined ? 'exports nothing' : 'no typing declares it'}`);
      continue;
    }
    const additions = join(root, 'modules', 'library', 'additions', id);
    // They come with an app that names them; those of a module below have a folder of their own.
    const added = filesBelow(additions, isTypeScript)
      .filter((file) => dirname(file) === additions)
      .map((file) => basename(file, '.ts'));
    const says = [...valuesOf(checker, typing).keys()];
    const alone = (these: string[], those: string[]): string[] =>
      these.filter((name) => !those.includes(name) && !name.startsWith('_') && !KNOWN.has(`${id} ${name}`));
    const missing = alone(says, [...names, ...added]);
    const untyped = alone([...usable, ...added], says);
    for (const name of missing) errors.push(`module ${id}: the typing has ${name}, the code not`);
    for (const name of untyped) errors.push(`module ${id}: exports ${name}, the typing has it not`);
  }
  return errors;
}
