/**
 * Code of the same meaning that JerryScript 3.0 reads rightly.
 *
 * - Its scanner takes `(` before a name or a pattern for the parameters of an arrow function, and when no arrow follows
 *   it forgets that a closure uses a variable which a later element names: `(f = function () { return t }, t = 1, f)`.
 *   In what may be a pattern, `({ a: x => x })`, it refuses arrow functions. `(0, …)` is not taken so.
 * - Its parser refuses `a.#v++`, `a.#v += 1` and `[a.#v] = list`: written with `=`, which it knows.
 * - Its parser swallows the character behind a static block: a blank goes there.
 * - `delete a?.b` deletes nothing.
 * - A tagged template with a wrong escape is refused, and precompiled code has no tagged template at all: it becomes a
 *   call with the same array each time.
 */
import type * as acorn from 'acorn';
import { isFunction, someNode, visit, type Node, type Parents, type EditedText } from '../../build/script';

type PrivateMember = acorn.MemberExpression & { property: acorn.PrivateIdentifier };

/** Changes `code`, whose text is that of `program` (parsed with parentheses kept). */
export function reshapeForJerryScript(program: acorn.Program, code: EditedText, precompiled: boolean): void {
  new Reshaper(code, program, precompiled).run();
}

function withoutParens(node: Node): Node {
  return node.type === 'ParenthesizedExpression' ? withoutParens(node.expression) : node;
}

function isPrivate(node: Node): node is PrivateMember {
  return node.type === 'MemberExpression' && node.property.type === 'PrivateIdentifier';
}

/** Whether evaluating it a second time can be neither seen nor give another value. */
function isSimple(node: Node): boolean {
  return node.type === 'ThisExpression' || node.type === 'Identifier';
}

const LOGICAL = ['||=', '&&=', '??='];

class Reshaper {
  /** A name that the text has nowhere. */
  private readonly free: string;
  /** Declarations of the arrays of templates. */
  private readonly templates: string[] = [];
  private readonly declared = new Set<Node>();

  constructor(
    private readonly code: EditedText,
    private readonly program: acorn.Program,
    private readonly precompiled: boolean,
  ) {
    let name = '$t';
    while (code.original.includes(name)) name += '$';
    this.free = name;
  }

  run(): void {
    visit(this.program, (node, parents) => {
      switch (node.type) {
        case 'ParenthesizedExpression':
          this.parenthesis(node);
          break;
        case 'CallExpression':
          this.asyncCall(node);
          break;
        case 'UpdateExpression':
          this.update(node, parents);
          break;
        case 'AssignmentExpression':
          if (node.operator === '=') this.target(node.left);
          else this.compound(node);
          break;
        case 'ForOfStatement':
        case 'ForInStatement':
          this.target(node.left, true);
          break;
        case 'StaticBlock':
          this.code.appendLeft(node.end, ' ');
          break;
        case 'TaggedTemplateExpression':
          this.template(node);
          break;
        case 'UnaryExpression':
          if (node.operator === 'delete') this.optionalDelete(node);
          break;
        default:
      }
    });
    if (this.templates.length > 0) this.code.prepend(`var ${this.templates.join(',')};`);
  }

  private text(node: Node): string {
    return this.code.original.slice(node.start, node.end);
  }

  private parenthesis({ expression }: acorn.ParenthesizedExpression): void {
    const start = this.code.original[expression.start] as string;
    const pattern = start === '[' || start === '{';
    const list = /[\p{ID_Start}$_\\]/u.test(start) && /^(?:Sequence|Assignment)Expression$/.test(expression.type);
    if ((pattern || list) && someNode(expression, isClosure)) this.code.appendLeft(expression.start, '0,');
  }

  /** `async(f = …, t = 1)` is a call, and may be the parameters of an arrow function as well. */
  private asyncCall({ callee, arguments: given }: acorn.CallExpression): void {
    if (callee.type !== 'Identifier' || callee.name !== 'async') return;
    if (given.length > 1 && given.some((one) => someNode(one, isClosure)))
      this.code.overwrite(callee.start, callee.end, '(0,async)');
  }

  /** Ahead of a private member's object, and in place of its name: an object whose property `_` is that member. */
  private asProperty(member: PrivateMember): void {
    const name = `.#${member.property.name}`;
    this.code.appendLeft(member.start, `(o=>({get _(){return o${name}},set _(v){o${name}=v}}))(`);
    this.code.overwrite(member.object.end, member.end, ')._');
  }

  private update(node: acorn.UpdateExpression, parents: Parents): void {
    const member = withoutParens(node.argument);
    if (!isPrivate(member)) return;
    if (!isSimple(member.object)) {
      this.asProperty(member);
      return;
    }
    const parent = parents[parents.length - 1];
    const unused =
      parent?.type === 'ExpressionStatement' || (parent?.type === 'ForStatement' && parent.update === node);
    const [place, it, t] = [this.text(member), node.operator, this.free];
    const after = node.prefix || unused;
    const holder = this.holder(parents);
    let text: string;
    if (holder !== undefined) {
      this.declare(holder);
      text = after
        ? `(${t}=${place},${place}=${it}${t})`
        : `(${t}=[${place}],${t}[1]=${t}[0]${it},${place}=${t}[0],${t}[1])`;
    } else {
      text = after ? `((t)=>${place}=${it}t)(${place})` : `((t,u)=>(0,u=t${it},${place}=t,u))(${place})`;
    }
    this.code.overwrite(node.start, node.end, text);
  }

  /** The body that may declare a variable for the place below `parents`; none in a field or an arrow without braces. */
  private holder(parents: Parents): Node | undefined {
    for (let index = parents.length - 1; index >= 0; index--) {
      const node = parents[index] as Node;
      if (isFunction(node))
        return node.body.type === 'BlockStatement' && parents[index + 1] === node.body ? node.body : undefined;
      if (node.type === 'PropertyDefinition' || node.type === 'StaticBlock') return undefined;
    }
    return undefined;
  }

  private declare(body: Node): void {
    if (this.declared.has(body)) return;
    this.declared.add(body);
    const { body: statements } = body as acorn.BlockStatement;
    const directives = statements.filter((one) => one.type === 'ExpressionStatement' && one.directive !== undefined);
    const after = directives[directives.length - 1];
    this.code.appendLeft(after?.end ?? body.start + 1, `${after ? ';' : ''}var ${this.free};`);
  }

  private compound({ left, operator, right }: acorn.AssignmentExpression): void {
    const member = withoutParens(left as Node);
    if (!isPrivate(member)) return;
    if (!isSimple(member.object)) {
      this.asProperty(member);
      return;
    }
    const place = this.text(member);
    const short = operator.slice(0, -1);
    if (LOGICAL.includes(operator)) {
      this.code.overwrite(left.end, right.start, `${short}(${place}=`);
    } else {
      this.code.overwrite(left.end, right.start, `=${place}${short}(`);
    }
    this.code.appendRight(right.end, ')');
  }

  /** Private members among the targets of a pattern; `alone`: also one that is the whole target. */
  private target(node: Node, alone = false): void {
    switch (node.type) {
      case 'ParenthesizedExpression':
        this.target(node.expression, alone);
        break;
      case 'MemberExpression':
        if (alone && isPrivate(node)) this.asProperty(node);
        break;
      case 'ArrayPattern':
        for (const element of node.elements) if (element) this.target(element, true);
        break;
      case 'ObjectPattern':
        for (const property of node.properties)
          this.target(property.type === 'Property' ? property.value : property, true);
        break;
      case 'AssignmentPattern':
        this.target(node.left, true);
        break;
      case 'RestElement':
        this.target(node.argument, true);
        break;
      default:
    }
  }

  /** The text of a part with a wrong escape is undefined, its raw text is there. */
  private template({ quasi }: acorn.TaggedTemplateExpression): void {
    if (!this.precompiled && quasi.quasis.every(({ value }) => value.cooked != null)) return;
    const name = `${this.free}${this.templates.length}`;
    const texts = (kind: 'cooked' | 'raw'): string =>
      `[${quasi.quasis.map(({ value }) => (value[kind] == null ? 'void 0' : JSON.stringify(value[kind]))).join(',')}]`;
    this.templates.push(
      `${name}=Object.freeze(Object.defineProperty(${texts('cooked')},"raw",{value:Object.freeze(${texts('raw')})}))`,
    );
    let at = quasi.start;
    const values = quasi.expressions;
    values.forEach((value, index) => {
      this.code.overwrite(at, value.start, index === 0 ? `(${name},(` : '),(');
      at = value.end;
    });
    this.code.overwrite(at, quasi.end, values.length === 0 ? `(${name})` : '))');
  }

  /** `delete a?.b`, and `delete a?.b.c` where the chain has no further `?.` behind its first object. */
  private optionalDelete(node: acorn.UnaryExpression): void {
    const chain = withoutParens(node.argument);
    if (chain.type !== 'ChainExpression' || chain.expression.type !== 'MemberExpression') return;
    const { object, optional, computed } = chain.expression;
    this.code.overwrite(node.start, object.start, '(o=>o==null||delete o');
    // The object goes behind the property: "(o => o == null || delete o.b)(a)".
    const end = node.end;
    const rest = this.code.original.slice(object.end, chain.expression.end).trimStart();
    const property = optional && !computed ? rest.replace(/^\?\./, '.') : rest.replace(/^\?\.(?=\[)/, '');
    this.code.appendLeft(object.start, `${property})(`);
    this.code.overwrite(object.end, end, ')');
  }
}

const isClosure = (node: Node): boolean => isFunction(node) || node.type === 'ClassExpression';
