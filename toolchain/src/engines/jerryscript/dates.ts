/**
 * JerryScript reads dates of ISO 8601 alone. Where a file makes a Date of what may be a text, or parses one, it asks
 * the library's functions (modules/library/internal/date_text.ts), which come along with it.
 */
import type * as acorn from 'acorn';
import { namesBoundBy, propertyName, someNode, visit, type Node, type EditedText } from '../../build/script';

export function rewriteDates(program: acorn.Program, code: EditedText): void {
  if (!code.original.includes('Date') || someNode(program, declaresDate)) return;
  visit(program, (node) => {
    if (node.type === 'NewExpression' && isDate(node.callee)) {
      const [value] = node.arguments;
      if (node.arguments.length !== 1 || value === undefined || !maybeText(value)) return;
      code.appendLeft(value.start, '$dateValue(').appendRight(value.end, ')');
    } else if (
      node.type === 'MemberExpression' &&
      isDate(node.object) &&
      propertyName(node) === 'parse' &&
      !node.computed
    ) {
      code.overwrite(node.start, node.end, '$dateParse');
    }
  });
}

const isDate = (node: Node): boolean => node.type === 'Identifier' && node.name === 'Date';

/** Whether a file may have a Date of its own: any binding of the name, or a value given to it. */
const declaresDate = (node: Node): boolean =>
  namesBoundBy(node).includes('Date') || (node.type === 'AssignmentExpression' && isDate(node.left));

/** What is certainly a number, or another list of arguments, stays. */
function maybeText(node: Node): boolean {
  switch (node.type) {
    case 'SpreadElement':
    case 'UnaryExpression':
    case 'UpdateExpression':
      return false;
    case 'Literal':
      return typeof node.value === 'string';
    case 'BinaryExpression':
      return node.operator === '+';
    case 'CallExpression':
      return !(
        node.callee.type === 'MemberExpression' && /^(?:now|getTime|UTC)$/.test(propertyName(node.callee) ?? '')
      );
    default:
      return true;
  }
}
