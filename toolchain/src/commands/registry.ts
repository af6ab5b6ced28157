/** `tinygram registry`, for the Makefile. */
import * as path from 'node:path';
import { inRoot } from '../build/paths';
import { writeRegistry } from '../build/registry';
import type { Target } from '../cli';

export async function registry(options: Target & { out?: string; movable?: boolean }): Promise<void> {
  const { port, engine } = options;
  const out = options.out === undefined ? inRoot('build', port, engine, 'registry.c') : path.resolve(options.out);
  await writeRegistry(engine, out, options.movable);
}
