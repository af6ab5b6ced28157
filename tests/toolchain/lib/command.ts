/** Runs the `tinygram` command as people do, on QuickJS where a test does not say otherwise: that is everywhere. */
import { spawnSync } from 'node:child_process';
import { inRoot } from '#toolchain/build/paths';

export interface Result {
  code: number | null;
  stdout: string;
  stderr: string;
}

export function tinygram(args: string[], cwd: string, env: NodeJS.ProcessEnv = {}): Result {
  const run = spawnSync(process.execPath, [inRoot('build', 'toolchain', 'cli.js'), ...args], {
    cwd,
    encoding: 'utf8',
    timeout: 120_000,
    env: { ...process.env, TINYGRAM_ENGINE: 'quickjs', ...env },
  });
  return { code: run.status, stdout: run.stdout, stderr: run.stderr };
}
