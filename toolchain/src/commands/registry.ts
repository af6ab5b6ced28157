/** `tinygram registry`, for the Makefile. */
import * as path from 'node:path';
import { inRoot } from '../build/paths';
import { writeRegistry } from '../build/registry';
import type { Target } from '../cli';
import type { ModuleOptions } from '../engines/engine';

export interface RegistryCommand extends Target, ModuleOptions {
  out?: string;
}

export async function registry({ target, engine, out, movable, positions }: RegistryCommand): Promise<void> {
  const file = out === undefined ? inRoot('build', target, engine, 'registry.c') : path.resolve(out);
  await writeRegistry(engine, file, { movable, positions });
}
