/**
 * Modules and their typings name the same: for each module, what the compiler finds that its code exports and what its
 * public typing declares.
 */
import { basename, dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { filesBelow, isTypeScript } from '#toolchain/build/paths';

/** Modules whose code makes its exports while it runs: the compiler sees no names there, tests/js alone can tell. */
const MADE_AT_RUN_TIME = ['assert', 'assert/strict', 'console', 'dns', 'process', 'util', 'util/types'];

/** Names that one side alone has, each as in Node: undocumented there, or made by a getter. */
const KNOWN = new Set(['events init', 'events getMaxListeners', 'events usingDomains', 'timers promises']);

/** The values that a module gives: what it exports, or the properties of what it assigns to `export`. */
function valuesOf(checker: ts.TypeChecker, module: ts.Symbol): Set<string> {
  const resolved = (symbol: ts.Symbol): ts.Symbol =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const names = new Set<string>();
  const add = (symbols: ts.Symbol[]): void => {
    for (const symbol of symbols) {
      if (resolved(symbol).flags & ts.SymbolFlags.Value) names.add(symbol.name);
    }
  };
  const assigned = module.exports?.get('export=' as ts.__String);
  if (assigned === undefined) {
    add(checker.getExportsOfModule(module));
    return names;
  }
  const target = resolved(assigned);
  add(checker.getPropertiesOfType(checker.getTypeOfSymbol(target)));
  if (target.exports !== undefined) add([...target.exports.values()]);
  return names;
}

function programOf(root: string, config: string): ts.Program {
  const read = ts.readConfigFile(join(root, config), (file) => ts.sys.readFile(file));
  const parsed = ts.parseJsonConfigFileContent(read.config, ts.sys, join(root, config, '..'));
  return ts.createProgram(parsed.fileNames, parsed.options);
}

/** Errors by module, as lines. */
export function typedModuleErrors(root: string): string[] {
  const code = programOf(root, 'modules/tsconfig.json');
  const typings = programOf(root, 'tests/types/tsconfig.json');
  const [codeChecker, typingsChecker] = [code.getTypeChecker(), typings.getTypeChecker()];
  const declared = new Map(
    typingsChecker.getAmbientModules().map((symbol) => [symbol.name.replaceAll('"', ''), symbol]),
  );
  const errors: string[] = [];
  for (const file of filesBelow(join(root, 'modules'), isTypeScript)) {
    const id = relative(join(root, 'modules'), file).replace(/\.ts$/, '');
    if (/^(internal|library)\//.test(id) || MADE_AT_RUN_TIME.includes(id)) continue;
    const source = code.getSourceFile(file);
    const module = source && codeChecker.getSymbolAtLocation(source);
    const typing = declared.get(id);
    if (module === undefined || typing === undefined) {
      errors.push(`modules/${id}.ts: ${module === undefined ? 'exports nothing' : 'no typing declares this module'}`);
      continue;
    }
    const has = valuesOf(codeChecker, module);
    const additions = join(root, 'modules', 'library', 'additions', id);
    for (const added of filesBelow(additions, isTypeScript)) {
      // They come with an app that names them; those of a module below have a folder of their own.
      if (dirname(added) === additions) has.add(basename(added, '.ts'));
    }
    const says = valuesOf(typingsChecker, typing);
    const alone = (these: Set<string>, those: Set<string>): string[] =>
      [...these].filter((name) => !those.has(name) && !name.startsWith('_') && !KNOWN.has(`${id} ${name}`));
    for (const name of alone(says, has)) errors.push(`modules/${id}.ts: the typing has ${name}, the code not`);
    for (const name of alone(has, says)) errors.push(`modules/${id}.ts: exports ${name}, the typing has it not`);
  }
  return errors;
}
