/** What the committed tree must and must not hold: the design's top level, no machine's paths, nothing left open. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const TOP_LEVEL = new RegExp(
  '^(runtime|modules|ports|toolchain|typings|tests|Makefile|package\\.json|package-lock\\.json|README\\.md|LICENSE|' +
    'Gemfile|Gemfile\\.lock|tsconfig[^/]*\\.json|eslint\\.config\\.mjs|\\..*)$',
);

/** [what it is, what it looks like]. Written so that this file does not match itself. */
const FORBIDDEN: Array<[string, RegExp]> = [
  ['left open', /\b(TO[D]O|FIX[M]E|X{3}\b|for n[o]w)\b/],
  ['a path of one machine', /(\/wor[k]\/|\/ro[o]t\/|\/home\/[a-z]+\/)/],
  ['a conflict that a merge left', /^(<{7}|>{7})( |$)/],
  ['a registry host', /(registry\.npm[j]s|deb\.deb[i]an|rubyg[e]ms\.org)/],
];

export function treeErrors(root: string): string[] {
  const listed = spawnSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 24 });
  if (listed.status !== 0) return [`git ls-files ended with ${listed.status}: ${listed.stderr}`];
  const files = listed.stdout.split('\0').filter((name) => name !== '');
  const errors = [...new Set(files.map((name) => name.split('/')[0]))]
    .filter((name) => !TOP_LEVEL.test(name))
    .map((name) => `${name}: at the top level, beside what the design fixes`);
  for (const file of files) {
    if (file === 'package-lock.json') continue;
    let text: string;
    try {
      text = readFileSync(join(root, file), 'utf8');
    } catch {
      continue; // removed in the working tree, not yet committed
    }
    if (text.includes('\0')) continue; // no text: a picture
    text.split('\n').forEach((line, index) => {
      const place = `${file}:${index + 1}`;
      for (const [what, shape] of FORBIDDEN) if (shape.test(line)) errors.push(`${place}: ${what}: ${line.trim()}`);
      if (/\.(c|h|ts|mjs|S|sh|mk)$|Makefile$/.test(file) && line.length > 120)
        errors.push(`${place}: ${line.length} columns; 120 is the limit`);
    });
  }
  return errors;
}
