/**
 * Functions and classes keep the names of their sources. A bundle has other names for some, and esbuild's shorter code
 * drops those that nothing asks for, or moves a function from where its name came from.
 *
 * esbuild says each name, in calls of a helper of its own (`keepNames`). Where the engine gives that name anyway, the
 * call goes; else a function or class without a name gets it; what remains are calls that define `name` when they are
 * run: functions that the bundle calls otherwise, since another file has one of the same name.
 */
import type * as acorn from 'acorn';
import {
  isFunction,
  literalText,
  visit,
  withoutParens,
  type EditedText,
  type FunctionNode,
  type Node,
  type Parents,
} from './script';

/**
 * Changes `code`, whose text is that of `program` (parsed with parentheses kept, made by esbuild with `keepNames`).
 * Returns the places of the text from which bytes were taken, and how many.
 */
export function keepNames(program: acorn.Program, code: EditedText): [offset: number, bytes: number][] {
  const names = new Names(program, code);
  return names.run();
}

/** The name that a function without one gets from the place where it stands. */
function nameFromPlace(value: Node, parents: Parents): string | undefined {
  let at = parents.length - 1;
  while (parents[at]?.type === 'ParenthesizedExpression') value = parents[at--] as Node;
  const parent = parents[at];
  switch (parent?.type) {
    case 'VariableDeclarator':
      return parent.init === value && parent.id.type === 'Identifier' ? parent.id.name : undefined;
    case 'AssignmentExpression':
      if (parent.right !== value || parent.left.type !== 'Identifier') return undefined;
      return ['=', '||=', '&&=', '??='].includes(parent.operator) ? parent.left.name : undefined;
    case 'AssignmentPattern':
      return parent.right === value && parent.left.type === 'Identifier' ? parent.left.name : undefined;
    case 'Property':
    case 'PropertyDefinition': {
      if (parent.value !== value) return undefined;
      const { key, computed } = parent;
      if (key.type === 'PrivateIdentifier') return `#${key.name}`;
      if (key.type === 'Identifier' && !computed) return key.name === '__proto__' ? undefined : key.name;
      return key.type === 'Literal' && typeof key.value === 'number' ? String(key.value) : literalText(key);
    }
    default:
      return undefined;
  }
}

const RESERVED = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends ' +
    'false finally for function if implements import in instanceof interface let new null package private protected ' +
    'public return static super switch this throw true try typeof var void while with yield'
  ).split(' '),
);

/** Whether a function or class expression means the same when it is called `name`. */
function canBeCalled(node: Node, name: string): boolean {
  if (!/^[A-Za-z_$][\w$]*$/.test(name) || RESERVED.has(name)) return false;
  let can = true;
  visit(node, (inner) => {
    if (inner.type === 'WithStatement') can = false;
    if (inner.type === 'Identifier' && (inner.name === name || inner.name === 'eval')) can = false;
    return can;
  });
  return can;
}

const FUNCTION_HEAD = /^(?:async\s+)?function\s*\*?/;

class Names {
  /** esbuild's helper, and the declaration of it. */
  private helper: { name: string; declarator: acorn.VariableDeclarator } | undefined;
  private remaining = 0;
  private readonly removed: [number, number][] = [];

  constructor(
    private readonly program: acorn.Program,
    private readonly code: EditedText,
  ) {}

  run(): [number, number][] {
    const declarators = this.program.body.flatMap((one) =>
      one.type === 'VariableDeclaration' ? one.declarations : [],
    );
    const declarator = declarators.find(({ id }) => id.type === 'Identifier' && /^__name\d*$/.test(id.name));
    if (declarator?.id.type !== 'Identifier') return this.removed;
    this.helper = { name: declarator.id.name, declarator };
    visit(this.program, (node, parents) => {
      if (node.type === 'CallExpression') this.call(node, parents);
      else if (node.type === 'StaticBlock') this.staticBlock(node, parents);
    });
    if (this.remaining === 0) this.dropHelper(declarator);
    return this.removed;
  }

  private remove(start: number, end: number): void {
    if (start === end) return;
    this.code.remove(start, end);
    this.removed.push([start, end - start]);
  }

  /** What is named and its name, where the expression is a call of the helper. */
  private named(node: Node | null | undefined): { value: acorn.Expression; name: string } | undefined {
    if (node?.type !== 'CallExpression' || node.callee.type !== 'Identifier') return undefined;
    if (node.callee.name !== this.helper?.name) return undefined;
    const [value, name] = [node.arguments[0], literalText(node.arguments[1])];
    return value === undefined || value.type === 'SpreadElement' || name === undefined ? undefined : { value, name };
  }

  private call(call: acorn.CallExpression, parents: Parents): void {
    const named = this.named(call);
    if (!named || named.value.type === 'ThisExpression') return;
    this.remaining++;
    const value = withoutParens(named.value);
    if (isFunction(value)) this.expression(call, value, named.name, parents);
    else if (value.type === 'Identifier' && value.name === named.name) this.declaration(call, value, parents);
  }

  /** `__name(function () {…}, "f")` */
  private expression(call: acorn.CallExpression, value: FunctionNode, name: string, parents: Parents): void {
    const own = value.id?.name;
    let [before, after] = ['', ''];
    if ((own ?? nameFromPlace(call, parents)) !== name) {
      const parent = parents[parents.length - 1];
      if (own === undefined && value.type === 'FunctionExpression' && canBeCalled(value, name)) {
        const head = FUNCTION_HEAD.exec(this.code.original.slice(value.start, value.end))?.[0] ?? '';
        this.code.appendLeft(value.start + head.length, ` ${name}`);
      } else if (own === undefined && parent?.type !== 'CallExpression') {
        [before, after] = [`{${JSON.stringify(name)}:`, `}[${JSON.stringify(name)}]`];
      } else {
        return;
      }
    }
    this.remaining--;
    // No declaration, no block.
    const first = parents.some((one) => one.type === 'ExpressionStatement' && one.start === call.start);
    const arrow = parents.some((one) => one.type === 'ArrowFunctionExpression' && one.body.start === call.start);
    const [open, close] = first || arrow ? [`(${before}`, `${after})`] : [before, after];
    this.remove(call.start, value.start);
    this.remove(value.end, call.end);
    if (open !== '') this.code.appendLeft(value.start, open).appendRight(value.end, close);
  }

  /** `__name(f, "f")`, behind a declaration: a statement, or an element of a list of expressions. */
  private declaration(call: acorn.CallExpression, value: acorn.Identifier, parents: Parents): void {
    this.remaining--;
    const parent = parents[parents.length - 1];
    if (parent?.type === 'ExpressionStatement') {
      const holder = parents[parents.length - 2]?.type;
      if (holder === 'Program' || holder === 'BlockStatement') this.remove(parent.start, parent.end);
      else this.code.overwrite(call.start, call.end, '0');
      return;
    }
    const list = parent?.type === 'SequenceExpression' ? parent.expressions : [];
    const next = list[list.indexOf(call) + 1];
    const alone = list.filter((one) => this.named(one)?.value.type !== 'Identifier').length < 2;
    if (next && !(alone && next.type === 'MemberExpression')) this.remove(call.start, next.start);
    else this.code.overwrite(call.start, call.end, value.name);
  }

  /** `static { __name(this, "C") }` */
  private staticBlock(block: acorn.StaticBlock, parents: Parents): void {
    const [statement] = block.body;
    const named = statement?.type === 'ExpressionStatement' ? this.named(statement.expression) : undefined;
    const owner = parents[parents.length - 2];
    if (named?.value.type !== 'ThisExpression' || !owner || !isClass(owner)) return;
    const { name } = named;
    if ((owner.id?.name ?? nameFromPlace(owner, parents.slice(0, -2))) !== name) {
      if (owner.id || !canBeCalled(owner, name)) {
        this.remaining++;
        return;
      }
      this.code.appendLeft(owner.start + 'class'.length, ` ${name}`);
    }
    this.remove(block.start, block.end);
  }

  private dropHelper(declarator: acorn.VariableDeclarator): void {
    for (const statement of this.program.body) {
      if (statement.type !== 'VariableDeclaration') continue;
      const list = statement.declarations;
      const at = list.indexOf(declarator);
      if (at < 0) continue;
      const [previous, next] = [list[at - 1], list[at + 1]];
      if (next) this.code.remove(declarator.start, next.start);
      else if (previous) this.code.remove(previous.end, declarator.end);
      else this.code.remove(statement.start, statement.end);
    }
  }
}

const isClass = (node: Node): node is acorn.ClassDeclaration | acorn.ClassExpression =>
  node.type === 'ClassDeclaration' || node.type === 'ClassExpression';
