/** Errors in source text, shown the same way whoever found them: file:line:column, the message, the line, a caret. */
import type * as ts from 'typescript';
import type { Message } from 'esbuild';
import { visible } from '../boards/visible';
import { displayPath } from './paths';

export interface SourceError {
  text: string;
  /** Absolute path; absent for an error that has no place. */
  file?: string;
  /** From 1. */
  line?: number;
  /** From 1, in UTF-16 units. */
  column?: number;
  lineText?: string;
  /** How many units the carets underline, at least 1. */
  length?: number;
}

/** At most this many errors are shown; the rest is counted. */
const MAX_ERRORS = 20;

/** A line longer than this is shown around the column only. */
const MAX_COLUMNS = 110;

export function formatError(error: SourceError, kind: 'error' | 'warning' = 'error'): string {
  if (error.file === undefined || error.line === undefined)
    return `${error.file === undefined ? '' : `${displayPath(error.file)}: `}${kind}: ${error.text}`;
  const column = error.column ?? 1;
  const head = `${displayPath(error.file)}:${error.line}:${column}: ${kind}: ${visible(error.text)}`;
  if (error.lineText === undefined) return head;
  const from = error.lineText.length > MAX_COLUMNS ? Math.max(0, column - MAX_COLUMNS / 2) : 0;
  const text = visible(error.lineText.slice(from, from + MAX_COLUMNS).replace(/\t/g, ' '));
  const margin = String(error.line);
  const at = Math.min(column - 1 - from, text.length);
  const carets = '^'.repeat(Math.max(1, Math.min(error.length ?? 1, text.length - at)));
  return `${head}\n  ${margin} | ${text}\n  ${' '.repeat(margin.length)} | ${' '.repeat(at)}${carets}`;
}

export const formatWarning = (warning: SourceError): string => formatError(warning, 'warning');

export function formatErrors(errors: SourceError[]): string {
  const parts = errors.slice(0, MAX_ERRORS).map((error) => formatError(error));
  const more = errors.length - parts.length;
  if (more > 0) parts.push(`… and ${more} more`);
  return parts.join('\n');
}

export function fromTypeScript(compiler: typeof ts, diagnostic: ts.Diagnostic): SourceError {
  const code = diagnostic.code > 0 ? `TS${diagnostic.code}: ` : '';
  const text = code + compiler.flattenDiagnosticMessageText(diagnostic.messageText, '\n    ');
  const { file, start } = diagnostic;
  if (!file || start === undefined) return { text };
  const { line, character } = compiler.getLineAndCharacterOfPosition(file, start);
  const lineText = file.text.split(/\r?\n/, line + 1)[line] ?? '';
  return { text, file: file.fileName, line: line + 1, column: character + 1, lineText, length: diagnostic.length ?? 1 };
}

/** esbuild counts columns in UTF-8 bytes from 0. */
export function fromEsbuild(message: Message, workingFolder: string, text = message.text): SourceError {
  const place = message.location;
  if (!place) return { text };
  const before = Buffer.from(place.lineText).subarray(0, place.column).toString();
  const marked = Buffer.from(place.lineText)
    .subarray(place.column, place.column + place.length)
    .toString();
  const file = place.file.startsWith('/') ? place.file : `${workingFolder}/${place.file}`;
  return { text, file, line: place.line, column: before.length + 1, lineText: place.lineText, length: marked.length };
}
