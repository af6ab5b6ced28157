/**
 * From esbuild's output to the function of runtime/core/image.h: Node's rules of strictness, the names that bundling
 * changed, top-level await, and the shapes that an engine wants.
 */
import type * as acorn from 'acorn';
import { engineCode } from '../engines/engine';
import { keepNames } from './names';
import type { Engine } from './paths';
import {
  boundNames,
  HIDDEN_FRAME,
  isFunction,
  isStrict,
  parseFile,
  visit,
  type Node,
  type EditedText,
  type EditedTexts,
} from './script';
import { compose, Positions, type SourceMap } from './sourcemap';

export interface FinishOptions {
  engine: Engine;
  /** The code will be precompiled. */
  release: boolean;
  /** The output is an ES module, for its top-level await. */
  waits: boolean;
  /** Whether the entry is strict: an ES module, or a script that says so. */
  strictEntry: boolean;
  /** Whether a file of the bundle goes by sloppy rules. */
  anySloppy: boolean;
  /** Whether a source of the map is an ES module. */
  isModule: (source: string) => boolean;
}

const PARAMETERS = '(exports, require, module, __filename, __dirname) {';

export interface Finished {
  code: string;
  map: SourceMap;
  /** How many bytes of esbuild's output the code has not any more, by source of the map. */
  shorter: Map<string, number>;
}

/** `map` has the positions of esbuild's output, made with `keepNames`. */
export function finish(Text: EditedTexts, output: string, map: SourceMap, options: FinishOptions): Finished {
  const { engine, release, waits, strictEntry, anySloppy } = options;
  const program = parseFile(output, waits ? 'module' : 'script');
  if (!program) throw new Error('the bundle cannot be read back');
  const code = new Text(output);
  engineCode(engine).rewriteBundle?.(program, code, release);
  const sourceAt = sourcesOf(output, map);
  hideHelpers(program, code, sourceAt);
  const shorter = bytesBySource(keepNames(program, code), sourceAt);
  if (waits) importsToRequires(program, code);
  const [open, close] = waits ? ['(async()=>{', '})()'] : ['(function(){"use strict";', '})()'];
  if (anySloppy && strictEntry) wrapStrict(program, code, waits ? `(async()=>{"use strict";` : open, close);
  else if (waits) wrapStrict(program, code, open, close, false);
  else if (anySloppy) markStrict(program, code, sourceAt, options.isModule);
  const text = code.toString();
  const made = code.hasChanged() ? compose(code.generateMap({ hires: 'boundary' }) as SourceMap, map) : map;
  // With a function of its own for the entry, the one around has no code of the app that runs.
  const head = `(function ${(strictEntry && anySloppy) || waits ? HIDDEN_FRAME : ''}${PARAMETERS}`;
  return {
    code: `${head}${anySloppy ? '' : '"use strict";'}\n${text}${text.endsWith('\n') ? '' : '\n'}})\n`,
    map: { ...made, mappings: `;${made.mappings}` },
    shorter,
  };
}

const OPEN_BRACE = '{';

/** The source of what is at an offset of esbuild's output; undefined for what esbuild added. */
type SourceAt = (offset: number) => string | undefined;

function sourcesOf(output: string, map: SourceMap): SourceAt {
  const positions = new Positions(map);
  const starts = [0];
  for (let at = output.indexOf('\n'); at >= 0; at = output.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle;
    }
    return positions.find(low + 1, offset - (starts[low] as number) + 1)?.source;
  };
}

function bytesBySource(taken: [offset: number, bytes: number][], sourceAt: SourceAt): Map<string, number> {
  const bySource = new Map<string, number>();
  for (const [offset, bytes] of taken) {
    const source = sourceAt(offset);
    if (source !== undefined) bySource.set(source, (bySource.get(source) ?? 0) + bytes);
  }
  return bySource;
}

// ---- stacks --------------------------------------------------------------------------------------------------

/**
 * esbuild's helpers, which are in no source, get the name that stacks leave out: each itself, and what it calls by a
 * variable or returns, as the one that runs a CommonJS file. Not each getter of a namespace: there are many.
 */
function hideHelpers(program: acorn.Program, code: EditedText, sourceAt: SourceAt): void {
  for (const statement of program.body) {
    if (statement.type !== 'VariableDeclaration') continue;
    for (const { id, init } of statement.declarations) {
      if (!init || id.type !== 'Identifier' || !id.name.startsWith('__')) continue;
      if (sourceAt(id.start) !== undefined) continue;
      visit(init, (node, parents) => {
        const parent = parents[parents.length - 1];
        if (!isFunction(node) || parent?.type === 'Property') return;
        if (node.type === 'ArrowFunctionExpression') {
          if (parent !== undefined && parent.type !== 'VariableDeclarator') return;
          code.appendLeft(node.start, `{${HIDDEN_FRAME}:`).appendLeft(node.end, `}.${HIDDEN_FRAME}`);
        } else if (node.id) {
          code.overwrite(node.id.start, node.id.end, HIDDEN_FRAME);
        } else {
          code.appendLeft(node.start + 'function'.length, ` ${HIDDEN_FRAME}`);
        }
      });
    }
  }
}

// ---- top-level await -----------------------------------------------------------------------------------------

/** `import` of a built-in module becomes `require`; what the entry exports nobody asks for. */
function importsToRequires(program: acorn.Program, code: EditedText): void {
  for (const statement of program.body) {
    if (statement.type === 'ExportNamedDeclaration' && !statement.declaration) {
      code.overwrite(statement.start, statement.end, ';');
    } else if (statement.type === 'ImportDeclaration') {
      const asked = `require(${JSON.stringify(statement.source.value)})`;
      const parts = statement.specifiers.map((one) =>
        one.type === 'ImportSpecifier'
          ? `{${code.original.slice(one.imported.start, one.imported.end)}:${one.local.name}}=${asked}`
          : `${one.local.name}=${asked}`,
      );
      code.overwrite(statement.start, statement.end, parts.length > 0 ? `const ${parts.join(',')};` : `${asked};`);
    }
  }
}

// ---- strictness ----------------------------------------------------------------------------------------------

/** esbuild's own helpers and the functions around CommonJS files, which have their own rule of strictness. */
function isOutside(statement: Node): boolean {
  return (
    statement.type === 'VariableDeclaration' &&
    statement.declarations.every(
      ({ id, init }) =>
        id.type === 'Identifier' &&
        (id.name.startsWith('__') ||
          (init?.type === 'CallExpression' &&
            init.callee.type === 'Identifier' &&
            init.callee.name.startsWith('__commonJS'))),
    )
  );
}

/**
 * Puts what is not a CommonJS file into a function. `split`: the others stay outside, where the rules are sloppy, and
 * what they use of the function's variables is declared outside too.
 */
function wrapStrict(program: acorn.Program, code: EditedText, open: string, close: string, split = true): void {
  const statements = program.body as Node[];
  const inside = statements.filter((statement) => !split || !isOutside(statement));
  const first = inside[0];
  if (first === undefined) return;
  if (split) {
    const used = new Set<string>();
    for (const statement of statements.filter(isOutside)) {
      visit(statement, (node) => void (node.type === 'Identifier' && used.add(node.name)));
      if (statement.start > first.start) code.move(statement.start, statement.end, first.start);
    }
    const shared: string[] = [];
    const functions: string[] = [];
    for (const statement of inside) {
      const name = statement.type === 'FunctionDeclaration' ? statement.id?.name : undefined;
      if (name !== undefined && used.has(name)) functions.push(name);
      if (statement.type !== 'VariableDeclaration') continue;
      const names = statement.declarations.flatMap(({ id }) => boundNames(id));
      if (!names.some((name) => used.has(name))) continue;
      shared.push(...names);
      // What is left of `var a, { b } = c;` is an expression of the same effect.
      code.remove(statement.start, (statement.declarations[0] as Node).start);
      for (const { id, start, end } of statement.declarations)
        if (id.type !== 'Identifier') code.appendRight(start, '(').appendLeft(end, ')');
    }
    if (shared.length > 0) open = `var ${shared.join(',')};${open}`;
    if (functions.length > 0) open = sharing(functions, open, code.original);
  }
  code.prependRight(first.start, `;${open}`);
  code.append(`\n${close}`);
}

/** Functions that `open`'s function declares are outside of it too, from its first statement on. */
function sharing(names: string[], open: string, text: string): string {
  let share = '$share';
  while (text.includes(share)) share += '$';
  const given = names.map((_, index) => `$${index}`);
  const sets = names.map((name, index) => `${name}=${given[index]}`).join(';');
  const all = names.join(',');
  return `var ${all},${share}=function(${given.join(',')}){${sets}};${open}${share}(${all});`;
}

/** In a bundle whose entry is sloppy: functions of ES modules say that they are strict. */
function markStrict(
  program: acorn.Program,
  code: EditedText,
  sourceAt: SourceAt,
  isModule: (source: string) => boolean,
): void {
  const mark = (node: Node): boolean | void => {
    if (!isFunction(node)) return undefined;
    const source = sourceAt(node.start);
    if (source === undefined || !isModule(source)) return undefined;
    const simple = node.params.every(({ type }) => type === 'Identifier');
    if (!simple || node.body.type !== 'BlockStatement' || isStrict(node.body.body)) return undefined;
    code.appendLeft(node.body.start + OPEN_BRACE.length, '"use strict";');
    return false;
  };
  visit(program, mark);
}
