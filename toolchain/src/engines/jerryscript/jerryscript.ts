/** JerryScript 3.0: an install that is not ours, whose constant code the built-in modules are. */
import * as path from 'node:path';
import { jerryscriptPrefix, displayPath } from '../../build/paths';
import { UserError } from '../../user_error';
import type { EngineCode } from '../engine';
import { definedNumber, versionNumber } from '../headers';
import { precompiled } from '../precompile';
import { compileConstant } from './constant';
import { rewriteDates } from './dates';
import { profiling } from './interpreter';
import { reshape } from './shapes';

/** The C API that the runtime is written to. */
const API_MAJOR = 3;

/** Folder of an installed JerryScript's headers for the host. */
export function jerryscriptInclude(): string {
  return path.join(jerryscriptPrefix(), 'host', 'include');
}

export const jerryscript: EngineCode = {
  identity() {
    const folder = jerryscriptInclude();
    const number = (name: string): number => {
      const value = definedNumber(folder, name);
      if (value !== undefined) return value;
      throw new UserError(
        `JerryScript 3.0 is not installed: ${displayPath(folder)} has no header with ${name}. ` +
          'Set JERRYSCRIPT_PREFIX to an install, or use --engine quickjs.',
      );
    };
    const part = (name: string): number => number(`JERRY_API_${name}_VERSION`);
    const [major, minor, patch] = [part('MAJOR'), part('MINOR'), part('PATCH')];
    if (major !== API_MAJOR) {
      throw new UserError(
        `${displayPath(folder)} has JerryScript ${major}.${minor}.${patch}; Tinygram needs ${API_MAJOR}.x. ` +
          'Set JERRYSCRIPT_PREFIX to such an install, or use --engine quickjs.',
      );
    }
    return { engineVersion: versionNumber(major, minor, patch), codeFormat: number('JERRY_SNAPSHOT_VERSION') };
  },

  async compileModules(compiled, { movable = false, positions = false }) {
    if (movable) {
      const modules = compiled.map(({ id, file, small }) => ({
        id,
        code: precompiled('jerryscript', id, positions ? file : small, { strip: !positions }),
      }));
      return { modules };
    }
    const { codes, strings, probe } = compileConstant((await import('typescript')).default, compiled, positions);
    const modules = compiled.map(({ id }, index) => ({ id, code: codes[index] as Buffer }));
    return { modules, constant: true, strings, probe };
  },

  rewriteFile: rewriteDates,
  rewriteBundle: reshape,
  // Its heap is laid out alike on every machine.
  heapScale: 1,
  profiling,
};
