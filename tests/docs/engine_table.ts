/**
 * The language as the engines have it, beside Node 18: what an expression gives there and on each engine here, as text.
 * engines-differ-as-the-table-says.test.ts runs every row; differences.ts shows them to people.
 */
export interface Row {
  what: string;
  expression: string;
  node: string;
  quickjs: string;
  jerryscript: string;
}

const row = (what: string, expression: string, node: string, quickjs: string, jerryscript: string): Row => ({
  what,
  expression,
  node,
  quickjs,
  jerryscript,
});

export const ENGINE_TABLE: Row[] = [
  row('the cause of an error', "new Error('a', { cause: 'b' }).cause", 'b', 'b', 'undefined'),
  row('named groups of a pattern', "new RegExp('(?<n>a)').exec('a').groups.n", 'a', 'a', 'SyntaxError'),
  row('look-behind in a pattern', "new RegExp('(?<=a)b').test('ab')", 'true', 'true', 'SyntaxError'),
  row('Unicode property in a pattern', "new RegExp('\\\\p{L}', 'u').test('é')", 'true', 'true', 'SyntaxError'),
  row('normal forms of Unicode', "'e\\u0301'.normalize().length", '1', 'RangeError', 'RangeError'),
  row('the order of words in a language', "'a'.localeCompare('B')", '-1', 'TypeError', '1'),
  row('capitals of a language', "'i'.toLocaleUpperCase('tr')", 'İ', 'I', 'I'),
  row('numbers in a language', '(1234.5).toLocaleString()', '1,234.5', '1234.5', '1234.5'),
  row('dates in a language', 'new Date(0).toLocaleDateString()', '1/1/1970', '01/01/1970', 'Thu Jan 01 1970'),
  row('`Intl`', 'typeof Intl', 'object', 'undefined', 'undefined'),
  row('a number half-way in decimal, not in binary', '(1.005).toFixed(2)', '1.00', '1.00', '1.01'),
  row('`FinalizationRegistry`', 'typeof FinalizationRegistry', 'function', 'function', 'undefined'),
  row('`Array.prototype.findLast()`', '[1, 2].findLast((n) => n < 2)', '1', '1', 'TypeError'),
  row('the text of a function', "(() => 1).toString().includes('1')", 'true', 'false', 'false'),
  row('an array method of what is no object', 'typeof [].reverse.call(5)', 'object', 'object', 'number'),
  row("the name of a parameter's default", '((f = () => 1) => f.name)()', 'f', 'f', ''),
  row('the name of a function at a number', '({ 5: () => 1 })[5].name', '5', '5', ''),
  row('the name of a class without one', '(class extends Map {}).name', '', '', 'Map'),
  row('the name of a function assigned to `o.a.b`', '((o) => ((o.a.b = () => 1), o.a.b.name))({ a: {} })', '', '', 'b'),
];
