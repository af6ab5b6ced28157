/** The engine's precompiled code, made by its own host program (ports/host/compile.c). */
import { spawnSync } from 'node:child_process';
import * as crypto from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { UserError, missingProgram } from '../user_error';
import {
  compilerPath,
  inRoot,
  packageData,
  platformPackage,
  displayPath,
  writeWhole,
  type Engine,
} from '../build/paths';

/** Bytes of script heap that an app's code takes, and that it takes at most while a board compiles it from text. */
export interface HeapUse {
  code: number;
  compiling: number;
}

/** The line that --heap prints; undefined where the engine tells nothing (JerryScript without memory statistics). */
function heapUseIn(output: string): HeapUse | undefined {
  const line = /^\{.*\}$/m.exec(output);
  return line === null ? undefined : (JSON.parse(line[0]) as HeapUse);
}

/**
 * What the text in `file` takes of the engine's heap, as precompile() tells it; undefined also where the precompiler is
 * not built or refuses the text.
 */
export function heapUse(engine: Engine, file: string, name: string): HeapUse | undefined {
  const program = compilerPath(engine);
  if (!fs.existsSync(program)) return undefined;
  const run = spawnSync(program, ['--heap', file, name, os.devNull], { encoding: 'utf8', timeout: 60_000 });
  return run.status === 0 ? heapUseIn(run.stdout) : undefined;
}

/**
 * Compiles the ES5 text in `file` to `out`. `name` is the file name that frames of the code carry. A text that the
 * engine refuses is a UserError with the engine's own message. With `strip` frames keep the functions' names alone;
 * with `list`, a file of strings, the code refers to those by number (jerryscript/constant.ts).
 *
 * With `heap` it returns what the code takes of the engine's heap. JerryScript's heap is laid out alike on every
 * machine, so this is what it takes on a board; QuickJS takes about half on a board of 32 bits.
 */
export function precompile(
  engine: Engine,
  file: string,
  name: string,
  out: string,
  { strip = false, list = '', heap = false } = {},
): HeapUse | undefined {
  const program = compilerPath(engine);
  if (!fs.existsSync(program)) {
    throw new UserError(
      packageData() === undefined
        ? `The precompiler ${displayPath(program)} is not built. Build it: make compiler PORT=host ENGINE=${engine}`
        : `The precompiler for ${engine} is in the package ${platformPackage()}, which is not beside tinygram ` +
            'or lacks this engine. Install it, or build without --release.',
    );
  }
  const args = [
    ...(heap ? ['--heap'] : []),
    ...(strip ? ['--strip'] : []),
    ...(list === '' ? [] : ['--strings', list]),
    file,
    name,
    out,
  ];
  const run = spawnSync(program, args, { encoding: 'utf8', timeout: 60_000 });
  if (run.error) {
    if ((run.error as NodeJS.ErrnoException).code === 'ENOENT') throw missingProgram(program);
    throw new UserError(`${displayPath(program)}: ${run.error.message}`);
  }
  if (run.status !== 0) {
    const output = `${run.stdout}${run.stderr}`.trim() || `it ended with ${run.signal ?? `code ${run.status}`}`;
    throw new UserError(`${displayPath(file)}: ${engine} cannot compile this as ${name}: ${output}`);
  }
  return heap ? heapUseIn(run.stdout) : undefined;
}

/**
 * The code of a built-in module. It is the same for every port, so it is kept per engine in build/modules/<engine>/ and
 * not made again as long as its text and the compiler are the same. Positions and names of variables are left out
 * unless strip is false: on QuickJS they take a third of the code, in flash and again in RAM.
 */
export function precompiled(engine: Engine, id: string, file: string, { strip = true, list = '' } = {}): Buffer {
  const program = compilerPath(engine);
  const kind = `${strip ? '' : '.positions'}${list === '' ? '' : '.listed'}`;
  const binary = inRoot('build', 'modules', engine, `${id}${kind}.bin`);
  const hash = crypto.createHash('sha256').update(kind).update(fs.readFileSync(file));
  for (const input of [program, list]) if (input !== '' && fs.existsSync(input)) hash.update(fs.readFileSync(input));
  const digest = hash.digest('hex');
  const stamp = `${binary}.stamp`;
  if (!fs.existsSync(binary) || !fs.existsSync(stamp) || fs.readFileSync(stamp, 'utf8') !== digest) {
    fs.mkdirSync(path.dirname(binary), { recursive: true });
    const temporary = `${binary}.${process.pid}.tmp`;
    precompile(engine, file, `tinygram:${id}`, temporary, { strip, list });
    fs.renameSync(temporary, binary);
    writeWhole(stamp, digest);
  }
  return fs.readFileSync(binary);
}
