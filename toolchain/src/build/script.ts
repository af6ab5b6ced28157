/** JavaScript as a tree: what the bundler must know of a file or of its own output beyond esbuild's answers. */
import * as acorn from 'acorn';
import type MagicString from 'magic-string' with { 'resolution-mode': 'import' };

/** A text with changes, and the map of them. */
export type EditedText = MagicString;
export type EditedTexts = typeof MagicString;

export type Node = acorn.AnyNode;

/** Functions of this name are the toolchain's: stacks do not show them (IMAGE_HIDDEN_FRAME of runtime/core/image.h). */
export const HIDDEN_FRAME = '$tinygram';

/** Parents from the outermost; the last one is the node's own. */
export type Parents = readonly Node[];

const COMMON = {
  ecmaVersion: 'latest',
  allowHashBang: true,
  allowReturnOutsideFunction: true,
  allowAwaitOutsideFunction: false,
  preserveParens: true,
} as const satisfies acorn.Options;

/** The text as a script where it is one, else as an ES module; undefined where acorn takes it for neither. */
export function parseFile(text: string, kind?: 'module' | 'script'): acorn.Program | undefined {
  for (const sourceType of kind === undefined ? (['script', 'module'] as const) : [kind]) {
    try {
      const own = sourceType === 'module' ? { allowAwaitOutsideFunction: true } : {};
      return acorn.parse(text, { ...COMMON, ...own, sourceType });
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return undefined;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

function* childrenOf(node: Node): Generator<Node> {
  for (const value of Object.values(node) as unknown[]) {
    if (isNode(value)) yield value;
    else if (Array.isArray(value)) for (const item of value) if (isNode(item)) yield item;
  }
}

/** Calls `enter` for every node below and including `root`, outer ones first; where it gives false, not below. */
export function visit(root: Node, enter: (node: Node, parents: Parents) => boolean | void): void {
  const parents: Node[] = [];
  const walk = (node: Node): void => {
    if (enter(node, parents) === false) return;
    parents.push(node);
    for (const child of childrenOf(node)) walk(child);
    parents.pop();
  };
  walk(root);
}

/** Whether `test` holds for a node below or for `root` itself. */
export function someNode(root: Node, test: (node: Node) => boolean): boolean {
  let found = false;
  visit(root, (node) => {
    found ||= test(node);
    return !found;
  });
  return found;
}

export type FunctionNode = acorn.FunctionExpression | acorn.FunctionDeclaration | acorn.ArrowFunctionExpression;

export const isFunction = (node: Node): node is FunctionNode =>
  node.type === 'FunctionExpression' || node.type === 'FunctionDeclaration' || node.type === 'ArrowFunctionExpression';

export function withoutParens(node: Node): Node {
  return node.type === 'ParenthesizedExpression' ? withoutParens(node.expression) : node;
}

/** Whether a program or a function's body begins with the directive "use strict". */
export function isStrict(body: readonly Node[]): boolean {
  for (const statement of body) {
    if (statement.type !== 'ExpressionStatement' || statement.directive === undefined) return false;
    if (statement.directive === 'use strict') return true;
  }
  return false;
}

/** Whether a program has the syntax of an ES module. */
export function isModule(program: acorn.Program): boolean {
  return program.sourceType === 'module';
}

/** The text of a string literal or of a template without parts; undefined for all else. */
export function literalText(node: Node | undefined): string | undefined {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node?.type === 'TemplateLiteral' && node.expressions.length === 0)
    return node.quasis[0]?.value.cooked ?? undefined;
  return undefined;
}

/** The name of a property that is known without running the code: `a.name` and `a["name"]`. */
export function propertyName(node: acorn.MemberExpression): string | undefined {
  if (!node.computed) return node.property.type === 'Identifier' ? node.property.name : undefined;
  return literalText(node.property);
}

/** The names that a pattern binds. */
export function boundNames(pattern: Node): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name];
    case 'ObjectPattern':
      return pattern.properties.flatMap((one) => boundNames(one.type === 'Property' ? one.value : one.argument));
    case 'ArrayPattern':
      return pattern.elements.flatMap((one) => (one ? boundNames(one) : []));
    case 'AssignmentPattern':
      return boundNames(pattern.left);
    case 'RestElement':
      return boundNames(pattern.argument);
    default:
      return [];
  }
}

/** The names that a node itself binds: a declaration's, its parameters', an import's, those of a catch. */
export function namesBoundBy(node: Node): string[] {
  const patterns: Node[] = [];
  if ('params' in node) patterns.push(...(node.params as Node[]));
  if ('id' in node && node.id) patterns.push(node.id as Node);
  if ('local' in node && /^Import/.test(node.type)) patterns.push(node.local as Node);
  if (node.type === 'CatchClause' && node.param) patterns.push(node.param);
  return patterns.flatMap(boundNames);
}

/** Line and column, from 1, of an offset. */
export function placeOf(text: string, offset: number): { line: number; column: number; lineText: string } {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', start);
  const lineText = text.slice(start, end < 0 ? undefined : end).replace(/\r$/, '');
  return { line: text.slice(0, start).split('\n').length, column: offset - start + 1, lineText };
}
