/**
 * Smaller text for the built-in modules. What counts is the engines' precompiled code, not the text: terser's rewrites
 * that make shorter text of longer code are off.
 *
 * Variables and functions get short names, but not those whose name is that of a property or a text somewhere in the
 * modules: that name is in the firmware anyway. So what users can see stays: names of classes and of exported functions
 * and methods, in `fn.name` and in frames.
 */
import type * as typescript from 'typescript';
import type { SourceMap } from '../build/sourcemap';

/** Which names of ES5 texts are those of properties, texts or constructors. */
export function visibleNames(ts: typeof typescript, texts: string[]): Set<string> {
  const found = new Set<string>();
  const visit = (node: typescript.Node): void => {
    if (ts.isPropertyAccessExpression(node)) {
      found.add(node.name.text);
      if (node.name.text === 'prototype' && ts.isIdentifier(node.expression)) found.add(node.expression.text);
    } else if (ts.isNewExpression(node) && ts.isIdentifier(node.expression)) {
      found.add(node.expression.text);
    } else if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name)) {
      found.add(node.name.text);
    } else if (ts.isStringLiteralLike(node) && /^[A-Za-z_$][\w$]*$/.test(node.text)) {
      found.add(node.text);
    }
    ts.forEachChild(node, visit);
  };
  for (const text of texts) visit(ts.createSourceFile('module.js', text, ts.ScriptTarget.ES5));
  return found;
}

const FORMAT = { ascii_only: true, comments: false } as const;

/** The text of an ES5 module made smaller, names untouched. `map` is the text's own; so is the result's. */
export async function compress(
  text: string,
  map: SourceMap,
  visible: Set<string>,
): Promise<{ text: string; map: SourceMap }> {
  const terser = await import('terser');
  const result = await terser.minify(text, {
    ecma: 5,
    toplevel: true,
    mangle: false,
    compress: {
      passes: 2,
      hoist_vars: true,
      // Terser puts what is used once in the place of its use: a function would be an expression there, without a name
      // for `fn.name` and stacks.
      top_retain: [...visible],
      // The same for declared functions: where the use is inside another function, a closure would be made again at
      // each of its calls.
      reduce_funcs: false,
      inline: 1,
      arrows: false,
      // Shorter text, longer code.
      booleans: false,
      conditionals: false,
      if_return: false,
      lhs_constants: false,
      sequences: false,
    },
    format: FORMAT,
    sourceMap: { content: map as never, asObject: true },
  });
  return { text: result.code ?? '', map: result.map as SourceMap };
}

/** The text of a function expression with short names for all variables and functions that are not in `visible`. */
export async function shortenNames(text: string, visible: Set<string>): Promise<string> {
  const terser = await import('terser');
  const result = await terser.minify(text, {
    ecma: 5,
    compress: false,
    mangle: { reserved: [...visible] },
    format: FORMAT,
  });
  return `${(result.code ?? '').replace(/;$/, '')}\n`;
}
