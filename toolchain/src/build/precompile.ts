/** The engine's precompiled code, made by its own host program (ports/host/compile.c). */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { Failure, missingProgram } from '../failure';
import { compilerPath, shown, type Engine } from './paths';

/**
 * Compiles the ES5 text in `file` to `out`. `name` is the file name that frames of the code carry. A text that the
 * engine refuses is a Failure with the engine's own message. With `strip` frames keep the functions' names alone; with
 * `list`, a file of strings, the code is constant (constant.ts).
 */
export function precompile(
  engine: Engine, file: string, name: string, out: string, { strip = false, list = '' } = {},
): void {
  const program = compilerPath(engine);
  if (!fs.existsSync(program)) {
    throw new Failure(
      `The precompiler ${shown(program)} is not built. Build it: make compiler PORT=host ENGINE=${engine}`,
    );
  }
  const args = [...(strip ? ['--strip'] : []), ...(list === '' ? [] : ['--strings', list]), file, name, out];
  const run = spawnSync(program, args, { encoding: 'utf8', timeout: 60_000 });
  if (run.error) {
    if ((run.error as NodeJS.ErrnoException).code === 'ENOENT') throw missingProgram(program);
    throw new Failure(`${shown(program)}: ${run.error.message}`);
  }
  if (run.status !== 0) {
    const said = `${run.stdout}${run.stderr}`.trim() || `it ended with ${run.signal ?? `code ${run.status}`}`;
    throw new Failure(`${shown(file)}: ${engine} cannot compile this as ${name}: ${said}`);
  }
}
