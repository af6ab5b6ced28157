/**
 * ES5 for both engines: what TypeScript's emit needs beside its target.
 *
 * TypeScript calls a base constructor as `_super.call(this, …)`, which for a native base (Error, Map, Uint8Array)
 * makes a plain Error and loses the derived prototype. Both engines have Reflect.construct, so the call becomes
 * `Reflect.construct(_super, […], this.constructor)`, right for native and scripted bases alike.
 */
import * as ts from 'typescript';

interface SuperCall {
  base: ts.Expression;
  /** `this` first, then the arguments, or for apply their list. */
  args: [ts.Expression, ...ts.Expression[]];
  apply: boolean;
}

/** The call of a base constructor, or undefined when node is anything else. */
function superCall(node: ts.Node): SuperCall | undefined {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  const { expression: base, name } = node.expression;
  if (!ts.isIdentifier(base) || base.text !== '_super') return undefined;
  if (name.text !== 'call' && name.text !== 'apply') return undefined;
  const [self, ...rest] = node.arguments;
  if (self?.kind !== ts.SyntaxKind.ThisKeyword) return undefined;
  return { base, args: [self, ...rest], apply: name.text === 'apply' };
}

export const nativeSuper: ts.TransformerFactory<ts.SourceFile> = (context) => {
  const { factory } = context;
  const visit = (node: ts.Node): ts.Node => {
    const visited = ts.visitEachChild(node, visit, context);
    const found = superCall(visited);
    if (!found) return visited;
    const [self, ...rest] = found.args;
    const list = found.apply && rest[0] ? rest[0] : factory.createArrayLiteralExpression(rest);
    const construct = factory.createPropertyAccessExpression(factory.createIdentifier('Reflect'), 'construct');
    const target = factory.createPropertyAccessExpression(self, 'constructor');
    return ts.setTextRange(factory.createCallExpression(construct, undefined, [found.base, list, target]), visited);
  };
  return (file) => ts.visitNode(file, visit) as ts.SourceFile;
};

/** Whether an expression is `exports.a = exports.b = void 0`, which TypeScript writes ahead of the values. */
function isNoValueYet(expression: ts.Expression): boolean {
  while (
    ts.isBinaryExpression(expression) &&
    ts.isPropertyAccessExpression(expression.left) &&
    ts.isIdentifier(expression.left.expression) &&
    expression.left.expression.text === 'exports'
  ) {
    expression = expression.right;
    if (ts.isVoidExpression(expression)) return true;
  }
  return false;
}

/** As in a Node module there is no `__esModule` mark among the exports, and no export before it has its value. */
export const plainExports: ts.TransformerFactory<ts.SourceFile> = (context) => (file) =>
  context.factory.updateSourceFile(
    file,
    file.statements.filter((statement) => {
      if (!ts.isExpressionStatement(statement)) return true;
      if (!ts.isCallExpression(statement.expression)) return !isNoValueYet(statement.expression);
      const mark = statement.expression.arguments[1];
      return !(mark && ts.isStringLiteral(mark) && mark.text === '__esModule');
    }),
  );

/** Rewrites the names that `require` gets; `rename` sees each literal name. */
export function requireNames(rename: (name: string) => string): ts.TransformerFactory<ts.SourceFile> {
  return (context) => {
    const { factory } = context;
    const visit = (node: ts.Node): ts.Node => {
      if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'require') {
        const name = node.arguments[0];
        if (name && ts.isStringLiteral(name)) {
          const literal = ts.setTextRange(factory.createStringLiteral(rename(name.text)), name);
          return ts.setTextRange(factory.createCallExpression(node.expression, undefined, [literal]), node);
        }
      }
      return ts.visitEachChild(node, visit, context);
    };
    return (file) => ts.visitNode(file, visit) as ts.SourceFile;
  };
}
