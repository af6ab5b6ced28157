/** `tinygram registry`, for the Makefile. */
import * as path from 'node:path';
import { inRoot } from '../build/paths';
import { writeRegistry } from '../build/registry';
import type { Target } from '../cli';
import type { ModuleOptions } from '../engines/engine';

export interface RegistryCommand extends Target, ModuleOptions {
  out?: string;
}

export async function registry({ port, engine, out, movable, positions }: RegistryCommand): Promise<void> {
  const file = out === undefined ? inRoot('build', port, engine, 'registry.c') : path.resolve(out);
  await writeRegistry(engine, file, { movable, positions });
}
