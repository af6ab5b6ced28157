/** QuickJS, built with the firmware behind our own jerryscript.h. */
import { inRoot, displayPath } from '../../build/paths';
import { UserError } from '../../user_error';
import type { EngineCode } from '../engine';
import { definedNumber, versionNumber } from '../headers';
import { precompiled } from '../precompile';
import { profiling } from './interpreter';

const INCLUDE = ['runtime', 'engine', 'quickjs', 'include'];

export const quickjs: EngineCode = {
  identity() {
    const folder = inRoot(...INCLUDE);
    const number = (name: string): number => {
      const value = definedNumber(folder, name);
      if (value === undefined) throw new UserError(`${displayPath(folder)}: no header defines ${name}.`);
      return value;
    };
    const part = (name: string): number => number(`JERRY_QUICKJS_VERSION_${name}`);
    return {
      engineVersion: versionNumber(part('MAJOR'), part('MINOR'), part('PATCH')),
      codeFormat: number('JERRY_SNAPSHOT_VERSION'),
    };
  },

  // Code with positions is the other of the two that it can make; both take any firmware of this version.
  compileModules: (compiled, { positions = false }) =>
    Promise.resolve({
      modules: compiled.map(({ id, file, small }) => ({
        id,
        code: precompiled('quickjs', id, positions ? file : small, { strip: !positions }),
      })),
    }),

  // Its values and pointers are half as wide there.
  heapScale: 0.5,
  profiling,
};
