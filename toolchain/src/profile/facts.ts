/**
 * What the profiler must know of a firmware beside its bytes: where functions begin, and what the engine needs to
 * tell which script runs. A clone takes it from symbols and debug information, and keeps it as profile.json beside the
 * firmware; a package has that file, and its firmware is stripped.
 */
import * as fs from 'node:fs';
import { builtinFiles, moduleId, packageData, writeWhole, type Engine } from '../build/paths';
import { codeName } from '../build/registry';
import { engineCode } from '../engines/engine';
import { symbolsOf, type Symbol } from './elf';
import type { FunctionStart } from './thumb';

export interface FirmwareFacts {
  functions: FunctionStart[];
  /** For the engine's Profiling.interpreter(). */
  interpreter: unknown;
}

/** One name for each address: of several the shortest, which is the plain one. */
function functionsOf(symbols: Symbol[]): FunctionStart[] {
  const names = new Map<number, string>();
  for (const { name, address, kind } of symbols) {
    if (!/[tTwW]/.test(kind)) continue;
    const before = names.get(address);
    if (before === undefined || name.length < before.length) names.set(address, name);
  }
  return [...names].sort(([a], [b]) => a - b);
}

function readElf(engine: Engine, elf: string): FirmwareFacts {
  const symbols = symbolsOf(elf);
  const code = new Map(symbols.map((symbol) => [symbol.name, symbol]));
  const modules = builtinFiles()
    .map(moduleId)
    .flatMap((id) => {
      const found = code.get(codeName(id));
      return found === undefined ? [] : [{ id, from: found.address, to: found.address + found.size }];
    });
  const find = (name: string | RegExp): Symbol => {
    const found = symbols.find((symbol) => (typeof name === 'string' ? symbol.name === name : name.test(symbol.name)));
    if (found === undefined) throw new Error(`the firmware has no symbol ${String(name)}`);
    return found;
  };
  return {
    functions: functionsOf(symbols),
    interpreter: engineCode(engine).profiling.facts({ elf, find, modules }),
  };
}

/** The file with the facts of a firmware. */
export const factsPath = (elf: string): string => elf.replace(/\.elf$/, '.json');

/** The facts of a firmware; brings the file beside it up to date in a clone. */
export function firmwareFacts(engine: Engine, elf: string): FirmwareFacts {
  const file = factsPath(elf);
  const writtenAt = (path: string): number => fs.statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  // Older than this program, it may have another form.
  if (packageData() !== undefined || writtenAt(file) > Math.max(writtenAt(elf), writtenAt(__filename)))
    return JSON.parse(fs.readFileSync(file, 'utf8')) as FirmwareFacts;
  const facts = readElf(engine, elf);
  writeWhole(file, JSON.stringify(facts));
  return facts;
}
