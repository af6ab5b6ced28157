/** Tinygram's Makefile, run by the toolchain and the tests. */
import { spawn } from 'node:child_process';
import { missingProgram } from '../user_error';
import { inRoot } from './paths';

/** This process's environment without what an outer make says to its own: its flags, its job server, its variables. */
export function makeEnvironment(): NodeJS.ProcessEnv {
  const env = { ...process.env };
  const outer = ['MAKEFLAGS', 'MFLAGS', 'MAKELEVEL', 'MAKEOVERRIDES', 'PORT', 'ENGINE', 'BOARD', 'BENCH', 'SANITIZE'];
  for (const name of outer) delete env[name];
  return env;
}

/**
 * Runs make in Tinygram's folder and gives its exit status. What it prints goes to stderr: stdout is the app's, or has
 * what a command was asked for.
 */
export function make(args: string[]): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn('make', ['--no-print-directory', '-j2', ...args], {
      cwd: inRoot(),
      env: makeEnvironment(),
      stdio: ['ignore', 2, 2],
    });
    child.on('error', () => reject(missingProgram('make')));
    child.on('close', resolve);
  });
}
