/**
 * One way to brace in C: what if, else, for, while and do govern stands in braces. clang-format can see to that from
 * release 15 on (InsertBraces), and Debian 12 has 14.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The text with comments, strings and characters blanked out, line breaks kept. */
function bare(text: string): string {
  return text.replace(/\/\*[^]*?\*\/|\/\/.*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g, (found) =>
    found.replace(/[^\n]/g, ' '),
  );
}

/** Where the parenthesis that opens at `start` closes. */
function closing(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')' && --depth === 0) return at;
  }
  return text.length;
}

/** Line numbers of what is without braces. */
export function bracelessLines(source: string): number[] {
  const text = bare(source);
  const lines: number[] = [];
  for (const match of text.matchAll(/(?<!#[ \t]*)\b(if|for|while|else|do)\b/g)) {
    const start = match.index + match[0].length;
    const condition = /^(if|for|while)$/.test(match[1]!);
    const open = condition ? text.indexOf('(', start) : -1;
    const rest = text.slice(condition ? closing(text, open) + 1 : start).replace(/^(\s|\\\n)+/, '');
    const elseIf = match[1] === 'else' && /^if\b/.test(rest);
    const endsDo = match[1] === 'while' && /\} $/.test(text.slice(0, match.index));
    if (!rest.startsWith('{') && !elseIf && !endsDo) lines.push(source.slice(0, match.index).split('\n').length);
  }
  return lines;
}

/** Errors as lines, of these files below root. */
export function braceErrors(root: string, files: string[]): string[] {
  return files.flatMap((file) =>
    bracelessLines(readFileSync(join(root, file), 'utf8')).map((line) => `${file}:${line}: without braces`),
  );
}
