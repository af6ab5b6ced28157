/** `make lint`: dependency directions, cppcheck, types and style of all TypeScript, what a tree must not hold. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import type { Totals } from '../runner/targets';
import { braceErrors } from './braces';
import { directionErrors } from './directions';
import { treeErrors } from './tree';
import { typedModuleErrors } from './typed_modules';

function command(name: string, program: string, args: string[]): { name: string; errors: string[] } {
  const result = spawnSync(program, args, { encoding: 'utf8', timeout: 600_000, maxBuffer: 1 << 26 });
  if (result.status === 0) return { name, errors: [] };
  const text = `${result.stdout ?? ''}${result.stderr ?? ''}${result.error ? result.error.message : ''}`.trim();
  return { name, errors: [text || `${program} ended with ${result.status}`] };
}

/** Files of the repository that git tracks or would track, by pattern. */
function tracked(...patterns: string[]): string[] {
  const listed = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...patterns], {
    encoding: 'utf8',
  });
  if (listed.status !== 0) throw new Error(`git ls-files: ${listed.stderr}`);
  return listed.stdout.split('\n').filter((name) => name !== '' && existsSync(name));
}

const CPPCHECK = [
  '--enable=warning,performance,portability',
  '--inline-suppr',
  '--error-exitcode=1',
  '--quiet',
  '--std=c11',
  '-j2',
  // What it found in a file stays true until that or a header changes.
  '--cppcheck-build-dir=build/cppcheck',
  '--suppress=missingInclude',
  '--suppress=missingIncludeSystem',
  '--library=gnu',
  // ARGS (core/args.h) fills variables through a table of pointers, which only the compiler's own check follows.
  '--suppress=uninitvar:runtime/bindings/*',
  '--suppress=uninitvar:runtime/core/stack.c',
  '--suppress=uninitvar:ports/esp32/example/*',
  '--suppress=ctuuninitvar',
  '-Iruntime',
  '-Iruntime/include',
  '-Iruntime/engine/quickjs/include',
  '-Iports/common',
  '-Itests/unit/esp32/idf',
  'runtime',
  'ports',
];

/** Runs each check as one test; what it finds is printed. */
export function lint(root: string): Totals {
  mkdirSync('build/cppcheck', { recursive: true });
  const checks = [
    { name: 'dependency directions', errors: directionErrors(root) },
    { name: 'tree', errors: treeErrors(root) },
    { name: 'braces in C', errors: braceErrors(root, tracked('*.c', '*.h')) },
    { name: 'modules and their typings', errors: typedModuleErrors(root) },
    command('cppcheck', 'cppcheck', CPPCHECK),
    command('types of modules', 'node_modules/.bin/tsc', ['-p', 'modules']),
    command('types of library modules', 'node_modules/.bin/tsc', ['-p', 'modules/library']),
    command('types of public typings', 'node_modules/.bin/tsc', ['-p', 'tests/types']),
    command('the same programs with @types/node 18', 'node_modules/.bin/tsc', ['-p', 'tests/types/node-18']),
    command('format of C (make format mends it)', 'clang-format', ['--dry-run', '--Werror', ...tracked('*.c', '*.h')]),
    command('format of TypeScript and CSS (make format mends it)', 'node_modules/.bin/prettier', [
      '--check',
      '--cache',
      '--cache-location=build/prettier.json',
      '--log-level=warn',
      ...tracked('*.ts', '*.tsx', '*.mjs', '*.css'),
    ]),
    command('eslint', 'node_modules/.bin/eslint', ['--max-warnings=0', '.']),
  ];
  const totals: Totals = { passed: 0, failed: 0, skipped: 0, failures: [] };
  for (const check of checks) {
    if (check.errors.length === 0) {
      totals.passed++;
      continue;
    }
    totals.failed++;
    totals.failures.push(`lint: ${check.name}`);
    console.log(`${check.name}:\n${check.errors.join('\n')}`);
  }
  return totals;
}
