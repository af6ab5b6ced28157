/** Tinygram's Makefile, run by the toolchain and the tests. */
import { spawn } from 'node:child_process';
import * as readline from 'node:readline';
import { isProgramThere, missingProgram } from '../user_error';
import { inRoot } from './paths';

/** This process's environment without what an outer make says to its own: its flags, its job server, its variables. */
export function makeEnvironment(): NodeJS.ProcessEnv {
  const env = { ...process.env };
  const makes = ['MAKEFLAGS', 'MFLAGS', 'MAKELEVEL', 'MAKEOVERRIDES'];
  const ours = ['PORT', 'ENGINE', 'BOARD', 'BENCH', 'SANITIZE', 'FAULTS', 'NATIVE'];
  for (const name of [...makes, ...ours]) delete env[name];
  return env;
}

/** What make says of itself when a rule has failed; the rule's program has said more, and the caller says the end. */
const FAILURE_LINE = /^make(?:\[\d+\])?: \*\*\* (?:\[.*\] |Waiting for unfinished jobs|Deleting )/;

/**
 * Runs make in Tinygram's folder and gives its exit status. What it prints goes to stderr, without make's own lines
 * about a failure: stdout is the app's, or has what a command was asked for. While another process makes the same it
 * waits.
 */
export function make(args: string[]): Promise<number | null> {
  if (!isProgramThere('make')) return Promise.reject(missingProgram('make'));
  const lock =
    args
      .filter((arg) => arg.includes('='))
      .sort()
      .join('-')
      .replace(/[^\w=-]+/g, '_') || 'make';
  const child = spawn(
    '/bin/sh',
    ['-c', 'exec "$@" 2>&1', 'sh', inRoot('toolchain', 'alone.sh'), lock, 'make', ...BRIEF, ...args],
    {
      cwd: inRoot(),
      env: { ...makeEnvironment(), TINYGRAM_TERMINAL: process.stderr.isTTY ? '1' : '' },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  readline.createInterface({ input: child.stdout }).on('line', (line) => {
    if (!FAILURE_LINE.test(line)) process.stderr.write(`${line}\n`);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
}

const BRIEF = ['--no-print-directory', '-j2'];
