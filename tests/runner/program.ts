/** What the programs behind make's targets have in common: `--help`, and mistakes that are one line. */
import { readFileSync } from 'node:fs';
import { UserError } from '#toolchain/user_error';

/** Whether node:util's parseArgs() threw it: a mistake on the command line. */
const isUsage = (error: Error): boolean => /^ERR_PARSE_ARGS/.test((error as NodeJS.ErrnoException).code ?? '');

/**
 * Where `program` is what was started: with --help or -h prints its head, which is the comment that it begins with, and
 * ends; a mistake on the command line (exit code 2) and an error for people end it with their message alone.
 */
export function beginProgram(program: NodeModule): void {
  if (require.main !== program) return;
  if (process.argv.slice(2).some((word) => word === '--help' || word === '-h')) {
    const head = /\/\*\*?\n([\s\S]*?)\*\//.exec(readFileSync(program.filename, 'utf8'))?.[1] ?? '';
    process.stdout.write(`${head.replace(/^ ?\* ?/gm, '').trim()}\n`);
    process.exit();
  }
  process.on('uncaughtException', (error) => {
    const usage = isUsage(error);
    console.error(usage || error instanceof UserError ? error.message : error);
    if (usage) console.error('--help says what there is.');
    process.exit(usage ? 2 : 1);
  });
}
