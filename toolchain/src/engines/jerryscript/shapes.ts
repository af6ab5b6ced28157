/**
 * Code of the same meaning that JerryScript 3.0 reads rightly.
 *
 * - Its scanner takes `(` before a name or a pattern for the parameters of an arrow function, and when no arrow follows
 *   it forgets that a closure uses a variable which a later element names: `(f = function () { return t }, t = 1, f)`.
 *   In what may be a pattern, `({ a: x => x })`, it refuses arrow functions. `(0, …)` is not taken so.
 * - Its parser swallows the character behind a static block: a blank goes there.
 * - `delete a?.b` deletes nothing.
 * - A tagged template with a wrong escape is refused, and precompiled code has no tagged template at all: it becomes a
 *   call with the same array each time.
 */
import type * as acorn from 'acorn';
import { isFunction, someNode, visit, withoutParens, type Node, type EditedText } from '../../build/script';

/** Changes `code`, whose text is that of `program` (parsed with parentheses kept). */
export function reshape(program: acorn.Program, code: EditedText, precompiled: boolean): void {
  new Reshaper(code, program, precompiled).run();
}

class Reshaper {
  /** A name that the text has nowhere. */
  private readonly free: string;
  /** Declarations of the arrays of templates. */
  private readonly templates: string[] = [];

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
    visit(this.program, (node) => {
      switch (node.type) {
        case 'ParenthesizedExpression':
          this.parenthesis(node);
          break;
        case 'CallExpression':
          this.asyncCall(node);
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

  /**
   * The array that a tag function gets first: of each part of the template the cooked text, with its escapes read, and
   * as the property `raw` the text as written. A wrong escape (`\u{`) makes the cooked text undefined, by ES2018.
   */
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
