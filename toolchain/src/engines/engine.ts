/**
 * What the toolchain knows of an engine, behind one interface; a folder per engine has the rest. What they have of the
 * language is in syntax.ts and lacks.ts. Whatever else differs between engines is in the engine's compiler
 * (ports/host/compile.c) or in the firmware.
 */
import type * as acorn from 'acorn';
import type { CompiledModule } from '../build/compile';
import { packageData, type Engine } from '../build/paths';
import type { EditedText } from '../build/script';
import { UserError } from '../user_error';
import type { Profiling } from './interpreter';
import { jerryscript } from './jerryscript/jerryscript';
import { quickjs } from './quickjs/quickjs';

/** What a firmware and an image must agree on: the numbers of ENGINE_VERSION and ENGINE_CODE_FORMAT in C. */
export interface EngineIdentity {
  /** Major, minor and patch, a byte each from bit 16 on. */
  engineVersion: number;
  codeFormat: number;
}

/** The built-in modules as a firmware has them (runtime/core/registry.h). */
export interface ModuleCode {
  modules: { id: string; code: Buffer }[];
  /** Whether the code runs from flash with all its strings in the list (jerryscript/constant.ts). */
  constant?: boolean;
  /** Strings of constant code. */
  strings?: string[];
  /** Code that tells the firmware whether its engine numbers the strings as the host's does. */
  probe?: { code: Buffer; expected: string };
}

export interface ModuleOptions {
  /**
   * For a device whose engine has other features than the one here: code that is copied to the heap and takes any.
   * An engine whose code is the same for all takes no notice.
   */
  movable?: boolean;
  /** Functions keep the names of their source, and the code its positions where it can have them. */
  positions?: boolean;
}

export interface EngineCode {
  /** A UserError where the engine's headers are missing, or of another major version than the runtime is written to. */
  identity(): EngineIdentity;
  /** Precompiles the built-in modules; code that did not change is not made again. */
  compileModules(modules: CompiledModule[], options: ModuleOptions): Promise<ModuleCode>;
  /** Rewrites in `code`, a file of an app, what the engine's built-ins do otherwise than Node's. */
  rewriteFile?: (program: acorn.Program, code: EditedText) => void;
  /** Rewrites in `code`, a whole app as esbuild gives it, what the engine's compiler takes wrongly. */
  rewriteBundle?: (program: acorn.Program, code: EditedText, precompiled: boolean) => void;
  /** What code takes of the script heap on a board of 32 bits, by what it takes on this machine of 64. */
  heapScale: number;
  profiling: Profiling;
}

const ENGINE_CODE: Record<Engine, EngineCode> = { jerryscript, quickjs };

export function engineCode(engine: Engine): EngineCode {
  return packageData() === undefined
    ? ENGINE_CODE[engine]
    : { ...ENGINE_CODE[engine], identity: () => packedIdentity(engine) };
}

/** An installed package has no headers; it knows the engines of the firmware that it brings along. */
function packedIdentity(engine: Engine): EngineIdentity {
  const engines = packageData()?.engines ?? {};
  const identity = engines[engine];
  if (identity !== undefined) return identity;
  throw new UserError(
    `This package of Tinygram was made without ${engine}; it has ${Object.keys(engines).join(', ')}. ` +
      'Choose with --engine, or work in a clone of Tinygram, which builds with an engine that is installed.',
  );
}
