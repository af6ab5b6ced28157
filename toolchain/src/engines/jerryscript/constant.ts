/**
 * Constant code for JerryScript: the built-in modules as the engine runs them from flash, with nothing of them in its
 * heap. Every name and text in such code is one of the engine's own strings or of a list that it is given at start, so
 * each is in flash once for all modules. It has no regular expressions and no numbers but small whole ones: these are
 * written as what makes them at run time. Then it is packed (pack.ts).
 */
import { spawnSync } from 'node:child_process';
import * as crypto from 'node:crypto';
import * as fs from 'node:fs';
import type * as typescript from 'typescript';
import { UserError } from '../../user_error';
import type { CompiledModule } from '../../build/compile';
import { pack } from './pack';
import { compilerPath, inRoot, displayPath, writeWhole } from '../../build/paths';
import { precompile } from '../precompile';

/** A value of JerryScript is one word of which a whole number has 28 bits, one of them for the sign. */
const SMALL = 2 ** 27;

export interface ConstantCode {
  /** In the order of the modules. */
  codes: Buffer[];
  /** What the engine is given at start, in order of size, then of bytes. */
  strings: string[];
  /** Code that gives `expected` where the engine's own strings have the numbers that the modules' code has for them. */
  probe: { code: Buffer; expected: string };
}

/**
 * A number with a fraction as a division, which rounds as reading the literal does: both its numbers are exact. Not as
 * a text of digits that is made a number: see numberTextIn().
 */
function asFraction(literal: string): string {
  const [, whole, decimals] = /^(\d*)\.(\d+)$/.exec(literal) ?? [];
  const [above, below] = [Number(`${whole}${decimals}`), 10 ** (decimals ?? '').length];
  if (decimals === undefined || above >= SMALL || below >= SMALL)
    throw new UserError(`built-in modules have no number like ${literal}, but fractions of few digits`);
  return `(${above}/${below})`;
}

/**
 * A text among `strings` that a number has, if there is one. The engine takes its fixed strings for equal only where
 * they are the same, and makes the text of a fraction, a negative or a large number without looking among them: with
 * '2.5' fixed, String(2.5) === '2.5' were false.
 */
export function numberTextIn(strings: string[]): string | undefined {
  return strings.find((text) => String(Number(text)) === text && Number(text) !== Number(text) >>> 0);
}

/**
 * The ES5 text without literals that constant code cannot hold, and with what the engine has shorter instructions for:
 * a variable compared is on the right, and `(0, module.f)()` is `module.f()`, since a module's functions want no this.
 */
export function forConstant(ts: typeof typescript, text: string): string {
  const edits: { from: number; to: number; text: string }[] = [];
  const file = ts.createSourceFile('module.js', text, ts.ScriptTarget.ES5, true);
  const put = (from: number, to: number, by: string): number => edits.push({ from, to, text: by });
  const turned = new Map([
    [ts.SyntaxKind.EqualsEqualsToken, '=='],
    [ts.SyntaxKind.EqualsEqualsEqualsToken, '==='],
    [ts.SyntaxKind.ExclamationEqualsToken, '!='],
    [ts.SyntaxKind.ExclamationEqualsEqualsToken, '!=='],
    [ts.SyntaxKind.LessThanToken, '>'],
    [ts.SyntaxKind.LessThanEqualsToken, '>='],
    [ts.SyntaxKind.GreaterThanToken, '<'],
    [ts.SyntaxKind.GreaterThanEqualsToken, '<='],
  ]);
  const isPlain = (node: typescript.Node): boolean =>
    node.kind === ts.SyntaxKind.NullKeyword ||
    ts.isVoidExpression(node) ||
    (ts.isNumericLiteral(node) && Number.isInteger(Number(node.text)) && Number(node.text) < SMALL);
  const visit = (node: typescript.Node): void => {
    const replace = (by: string): number => put(node.getStart(file), node.end, by);
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      const [source, flags] = [node.text.slice(1, end), node.text.slice(end + 1)];
      replace(`RegExp(${[source, ...(flags === '' ? [] : [flags])].map((part) => JSON.stringify(part)).join(',')})`);
    } else if (ts.isNumericLiteral(node) && !ts.isPropertyAssignment(node.parent)) {
      const value = Number(node.text);
      if (!Number.isInteger(value)) replace(asFraction(node.text));
      else if (value >= SMALL ** 2) throw new UserError(`built-in modules have no number as large as ${node.text}`);
      else if (value >= SMALL) replace(`(${Math.floor(value / SMALL)}*${SMALL / 2}*2+${value % SMALL})`);
    } else if (ts.isBinaryExpression(node) && ts.isIdentifier(node.left) && isPlain(node.right)) {
      const operator = turned.get(node.operatorToken.kind);
      if (operator !== undefined) replace(`${node.right.getText(file)}${operator}${node.left.text}`);
    } else if (ts.isCallExpression(node) && ts.isParenthesizedExpression(node.expression)) {
      const list = node.expression.expression;
      if (
        ts.isBinaryExpression(list) &&
        list.operatorToken.kind === ts.SyntaxKind.CommaToken &&
        list.left.getText(file) === '0' &&
        ts.isPropertyAccessExpression(list.right)
      ) {
        put(node.getStart(file), list.right.getStart(file), '');
        put(list.right.end, node.expression.end, '');
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  for (const { from, to, text: by } of edits.sort((a, b) => b.from - a.from)) {
    // A word before stays a word of its own: return/x/.
    const gap = /\w$/.test(text.slice(0, from)) && /^\w/.test(by || text.slice(to)) ? ' ' : '';
    text = text.slice(0, from) + gap + by + text.slice(to);
  }
  return text;
}

/** Names and texts of an ES5 text. */
function textsOf(ts: typeof typescript, text: string): Set<string> {
  const found = new Set<string>();
  const visit = (node: typescript.Node): void => {
    if (ts.isIdentifier(node) || ts.isStringLiteralLike(node)) found.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('module.js', text, ts.ScriptTarget.ES5));
  return found;
}

/** Whether precompiled code that is not constant keeps `text`: its size in two bytes, then its bytes. */
function contains(code: Buffer, text: string): boolean {
  const bytes = Buffer.from(text);
  return code.includes(Buffer.concat([Buffer.from([bytes.length & 255, bytes.length >> 8]), bytes]));
}

/** A list as tinygram-compile reads it. */
const listOf = (strings: string[]): string => strings.map((text) => `${text}\0`).join('');

function missingOf(strings: string[], file: string): string[] {
  writeWhole(file, listOf(strings));
  const program = compilerPath('jerryscript');
  const run = spawnSync(program, ['--missing', file], { encoding: 'utf8', timeout: 60_000 });
  if (run.status !== 0) throw new UserError(`${displayPath(program)} --missing: ${run.error?.message ?? run.stderr}`);
  return run.stdout.split('\0').slice(0, -1);
}

const bySize = (a: Buffer, b: Buffer): number => a.length - b.length || Buffer.compare(a, b);

/**
 * Compiles all modules; nothing is compiled again while no module's text changed. With `named` functions have the names
 * of their source.
 */
export function compileConstant(ts: typeof typescript, modules: CompiledModule[], named: boolean): ConstantCode {
  const folder = inRoot('build', 'modules', named ? 'jerryscript-named' : 'jerryscript');
  const path = (id: string, suffix: string): string => `${folder}/${id}${suffix}`;
  const texts = modules.map(({ file, small }) => forConstant(ts, fs.readFileSync(named ? file : small, 'utf8')));

  const hash = crypto.createHash('sha256').update(fs.readFileSync(__filename));
  const program = compilerPath('jerryscript');
  if (fs.existsSync(program)) hash.update(fs.readFileSync(program));
  modules.forEach(({ id }, index) => hash.update(`${id}\0${texts[index]}\0`));
  const stamp = hash.digest('hex');
  const cacheFile = path('constant', '.json');
  interface Cached {
    stamp: string;
    strings: string[];
    expected: string;
  }
  let state = (fs.existsSync(cacheFile) ? JSON.parse(fs.readFileSync(cacheFile, 'utf8')) : {}) as Partial<Cached>;

  if (state.stamp !== stamp) {
    const candidates = new Set<string>();
    const movable: Buffer[] = [];
    modules.forEach(({ id }, index) => {
      const text = texts[index] as string;
      writeWhole(path(id, '.js'), text);
      precompile('jerryscript', path(id, '.js'), `tinygram:${id}`, path(id, '.movable'), { strip: true });
      movable.push(fs.readFileSync(path(id, '.movable')));
      for (const found of textsOf(ts, text)) candidates.add(found);
    });
    const used = [...candidates]
      .filter((text) => text !== '' && movable.some((code) => contains(code, text)))
      .map((text) => Buffer.from(text))
      .sort(bySize)
      .map(String);
    const strings = missingOf(used, path('used', '.strings'));
    const digits = numberTextIn(strings);
    if (digits !== undefined) throw new UserError(`built-in modules have no text that is a number's: '${digits}'`);
    const own = used.filter((text) => !strings.includes(text));
    const list = path('constant', '.strings');
    writeWhole(list, listOf(strings));
    for (const { id } of modules)
      precompile('jerryscript', path(id, '.js'), `tinygram:${id}`, path(id, '.constant'), { strip: true, list });
    // The engine numbers its strings by size: with one more or less of them, those behind have other numbers.
    const some = [1, 2, 3, 4].map((part) => own[Math.ceil((own.length * part) / 4) - 1] ?? '');
    writeWhole(path('probe', '.js'), some.map((text) => JSON.stringify(text)).join('+'));
    precompile('jerryscript', path('probe', '.js'), 'tinygram', path('probe', '.constant'), { strip: true, list });
    state = { stamp, strings, expected: some.join('') };
    writeWhole(cacheFile, JSON.stringify(state));
  }
  return {
    codes: modules.map(({ id }) => {
      const code = pack(fs.readFileSync(path(id, '.constant')));
      if (code === undefined) throw new UserError(`modules/${id}.ts: it has functions that pack.ts does not know`);
      return code;
    }),
    strings: state.strings ?? [],
    probe: { code: fs.readFileSync(path('probe', '.constant')), expected: state.expected ?? '' },
  };
}
