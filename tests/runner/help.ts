/** `--help` of the programs behind make's targets: the comment that each begins with. */
import { readFileSync } from 'node:fs';

/** Where `program` is what was started, with --help or -h: prints its head and ends. */
export function endWithHelp(program: NodeModule): void {
  if (require.main !== program || !process.argv.slice(2).some((word) => word === '--help' || word === '-h')) return;
  const head = /\/\*\*?\n([\s\S]*?)\*\//.exec(readFileSync(program.filename, 'utf8'))?.[1] ?? '';
  process.stdout.write(`${head.replace(/^ ?\* ?/gm, '').trim()}\n`);
  process.exit();
}
