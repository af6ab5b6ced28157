/**
 * What the typings say that a running program finds: the members of modules, of what they export, and of values that
 * a program makes with them. Types in the code can only be believed (a prototype may be filled at run time), so
 * tests/toolchain/typed-members-are-there.test.ts asks for each of these by its name.
 */
import { join } from 'node:path';
import ts from 'typescript';
import { publicModules } from '#toolchain/build/library';
import { INSIDE, ofTypings, programWith, valuesOf } from './typed_modules';

/** A value and what must be in it. */
export interface TypedValue {
  /** JavaScript, in which a module is a variable of its name: `net.BlockList.prototype`. */
  expression: string;
  members: string[];
}

/** Modules that an app has typings for. */
export function typedIds(): string[] {
  return publicModules().filter((id) => !INSIDE.test(id));
}

export function variableOf(id: string): string {
  return id.replace(/\W/g, '_');
}

/** Members of a type that have to be there and are declared in typings/, as property names or `Symbol.name`. */
function membersOf(checker: ts.TypeChecker, type: ts.Type, methodsAlone: boolean): string[] {
  return checker.getPropertiesOfType(type).flatMap((member) => {
    const [declaration] = member.declarations ?? [];
    const hidden =
      declaration && ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.NonPublicAccessibilityModifier;
    const method = member.flags & (ts.SymbolFlags.Method | ts.SymbolFlags.Accessor);
    if (!declaration || hidden || !ofTypings(declaration) || member.flags & ts.SymbolFlags.Optional) return [];
    if (member.name === 'prototype' || !(member.flags & ts.SymbolFlags.Value) || (methodsAlone && !method)) return [];
    const name = ts.getNameOfDeclaration(declaration);
    if (name && ts.isComputedPropertyName(name)) {
      return ts.isPropertyAccessExpression(name.expression) && name.expression.expression.getText() === 'Symbol'
        ? [name.expression.getText()]
        : [];
    }
    return [member.name];
  });
}

/**
 * Of every module, and of the values of `expressions`, TypeScript in which modules are variables. `unmade` are classes
 * that keep data in their objects, of which no expression makes one.
 */
export function typedValues(root: string, expressions: string[]): { values: TypedValue[]; unmade: string[] } {
  const ids = typedIds();
  const imports = ids.map((id) => `export import ${variableOf(id)} = require('${id}');`);
  const made = expressions.map((expression, i) => `export const made_${i} = ${expression};`);
  const file = join(root, 'tests', 'types', 'made_by_typed_members.ts');
  const program = programWith(
    root,
    'tests/types/tsconfig.json',
    [file],
    new Map([[file, [...imports, ...made].join('\n')]]),
  );
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file)!;
  const errors = program.getSemanticDiagnostics(source);
  if (errors.length > 0) throw new Error(ts.flattenDiagnosticMessageText(errors[0].messageText, '\n'));
  const values: TypedValue[] = [];
  const classes = new Map<string, ts.Type>();
  const declared = new Map(checker.getAmbientModules().map((symbol) => [symbol.name.replaceAll('"', ''), symbol]));
  for (const id of ids) {
    const variable = variableOf(id);
    const exported = valuesOf(checker, declared.get(id)!);
    const always = [...exported].filter(([, symbol]) => !(symbol.flags & ts.SymbolFlags.Optional));
    values.push({ expression: variable, members: always.map(([name]) => name) });
    for (const [name, symbol] of exported) {
      const type = checker.getTypeOfSymbol(
        symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol,
      );
      const expression = `${variable}.${name}`;
      values.push({ expression, members: membersOf(checker, type, false) });
      const [constructor] = type.getConstructSignatures();
      if (constructor === undefined) continue;
      const instance = constructor.getReturnType();
      values.push({ expression: `${expression}.prototype`, members: membersOf(checker, instance, true) });
      if (membersOf(checker, instance, false).length > membersOf(checker, instance, true).length)
        classes.set(instance.symbol.name, instance);
    }
  }
  const exports = checker.getExportsOfModule(checker.getSymbolAtLocation(source)!);
  expressions.forEach((expression, i) => {
    const type = checker.getTypeOfSymbol(exports.find(({ name }) => name === `made_${i}`)!);
    if (type.symbol !== undefined) classes.delete(type.symbol.name);
    values.push({ expression, members: membersOf(checker, type, false) });
  });
  return { values: values.filter(({ members }) => members.length > 0), unmade: [...classes.keys()] };
}
