/**
 * typings/README.md: all that differs from Node, module by module and engine by engine, made from the heads of the
 * typings and the engine table. Run as a program (`make docs`) it writes the page; differences.test.ts compares.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { ENGINE_TABLE } from './engine_table';
import { beginProgram } from '../runner/program';

beginProgram(module);

const ROOT = resolve(__dirname, '../../..');
const TYPINGS = join(ROOT, 'typings');
export const PAGE = join(TYPINGS, 'README.md');

/** Modules that have typings of their own, sorted; `globals` first. */
export function typedModules(): string[] {
  const names = readdirSync(TYPINGS)
    .filter((name) => name.endsWith('.d.ts'))
    .map((name) => basename(name, '.d.ts'));
  return ['globals', ...names.filter((name) => name !== 'globals').sort()];
}

/** The comment that a typing begins with, as Markdown. */
function headOf(name: string): string {
  const text = readFileSync(join(TYPINGS, `${name}.d.ts`), 'utf8');
  const head = /^\/\*\*([\s\S]*?)\*\//.exec(text)?.[1];
  if (head === undefined) throw new Error(`typings/${name}.d.ts does not begin with a comment`);
  return head.replace(/^ ?\* ?/gm, '').trim();
}

export function page(): string {
  const modules = typedModules().map((name) => `## [${name}](${name}.d.ts)\n\n${headOf(name)}\n`);
  const cell = (text: string): string => `\`${(text || "''").replaceAll('|', '\\|')}\``;
  const rows = ENGINE_TABLE.map(
    ({ what, expression, node, quickjs, jerryscript }) =>
      `| ${what} | ${[expression, node, quickjs, jerryscript].map(cell).join(' | ')} |`,
  );
  return `# Differences from Node

Made by \`make docs\` from the heads of these typings and from tests/docs/engine_table.ts: change those.

${modules.join('\n')}
## The engines

What an expression gives on Node 18, and here in an app on each engine.

| | | Node | QuickJS | JerryScript |
|---|---|---|---|---|
${rows.join('\n')}
`;
}

if (require.main === module) writeFileSync(PAGE, page());
