import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as typescript from 'typescript';
import * as vm from 'node:vm';
import { forConstant, numberTextIn } from '#toolchain/engines/jerryscript/constant';

const rewritten = (text: string): string => forConstant(typescript, text);

test('numbers are written as small ones and stay what they are', () => {
  for (const value of [
    '0',
    '134217727',
    '134217728',
    '4294967295',
    '9007199254740991',
    '18014398509481982',
    '2.5',
    '.1',
    '3.14159',
    '0x80000000',
  ]) {
    const text = rewritten(`[${value}]`);
    assert.deepEqual(vm.runInNewContext(text).join(), [Number(value)].join(), text);
    assert.ok(!text.includes('"'), text);
    for (const [number] of text.matchAll(/[\d.]+/g))
      assert.ok(Number.isInteger(Number(number)) && Number(number) < 2 ** 27, `${number} in ${text}`);
  }
  assert.equal(vm.runInNewContext(rewritten('1-2147483648*-2147483648/2')), 1 + 2 ** 61);
  assert.equal(rewritten('({1e9:1}).a'), '({1e9:1}).a');
  for (const value of ['1e21', '1e-7', '3.14159265358979'])
    assert.throws(() => rewritten(`[${value}]`), { name: 'UserError', message: /^built-in modules have no number / });
});

test("a text that a number has is none of the engine's fixed strings, which it would not be equal to", () => {
  for (const text of ['2.5', '-1', '1e+21', '4294967296', '9007199254740991'])
    assert.equal(numberTextIn(['a', text]), text);
  assert.equal(numberTextIn(['', 'a', '0', '10', '4294967295', '2.50', '01', '-0', '1e21', '-']), undefined);
});

test('regular expressions are made by their constructor and match the same', () => {
  for (const [text, expected] of [
    [String.raw`"a/b\nc".replace(/\//g,"-")`, 'a-b\nc'],
    [String.raw`/^["'\\]+$/.test("\"'\\\\")`, true],
    [String.raw`/[\ud800-\udbff][\udc00-\udfff]|\x00/.test("\0")`, true],
    ['(function(){return/x/i.test("X")})()', true],
    ['typeof/x/', 'object'],
  ] as const) {
    const changed = rewritten(text);
    assert.doesNotThrow(() => assert.equal(vm.runInNewContext(changed), expected, changed));
    const file = typescript.createSourceFile('t.js', changed, typescript.ScriptTarget.ES5, true);
    const visit = (node: typescript.Node): void => {
      assert.ok(!typescript.isRegularExpressionLiteral(node), changed);
      node.forEachChild(visit);
    };
    visit(file);
  }
});

test('comparisons and calls of functions of modules are written as the engine has them shorter', () => {
  for (const [text, expected] of [
    ['a===null', 'null===a'],
    ['a<5', '5>a'],
    ['a>=void 0', 'void 0<=a'],
    ['return a!=0', 'return 0!=a'],
    ['a==134217728', 'a==(1*67108864*2+0)'],
    ['a.b===0', 'a.b===0'],
    ['a==="x"', 'a==="x"'],
    ['a+1', 'a+1'],
    ['throw(0,a.b)(c)', 'throw a.b(c)'],
    ['(0,a.b)((0,c.d)(e<1))', 'a.b(c.d(1>e))'],
    ['(0,a)(b)', '(0,a)(b)'],
    ['new(0,a.B)(c)', 'new(0,a.B)(c)'],
  ] as const)
    assert.equal(rewritten(text), expected);
});
