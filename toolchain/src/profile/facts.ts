/**
 * What the profiler must know of a firmware beside its bytes: where functions begin, and where the engine keeps what it
 * runs. A clone takes it from symbols and debug information, and keeps it as profile.json beside the firmware; a
 * package has that file, and its firmware is stripped.
 */
import * as fs from 'node:fs';
import { builtinFiles, moduleId, packageData, writeWhole, type Engine } from '../build/paths';
import { codeName } from '../build/registry';
import { structsOf, symbolsOf, type Struct, type Symbol } from './elf';
import type { FunctionStart } from './thumb';

export interface QuickJsFacts {
  /** Where the interpreter begins: JS_CallInternal. */
  entry: number;
  structs: Record<string, Struct>;
  /** JS_CLASS_BYTECODE_FUNCTION. */
  bytecodeClass: number;
}

export interface JerryScriptFacts {
  /** Where the interpreter begins: vm_execute. */
  entry: number;
  /** Where the code of built-in modules is, which has no script that names its file. */
  modules: { id: string; from: number; to: number }[];
  /** The engine's own texts: an array of pointers, and how many there are. */
  magic: { texts: number; count: number };
  /** Those that the runtime has registered: arrays of pointers and of lengths. */
  external: { texts: number; sizes: number };
}

export interface FirmwareFacts {
  functions: FunctionStart[];
  quickjs?: QuickJsFacts;
  jerryscript?: JerryScriptFacts;
}

const QUICKJS_STRUCTS = [
  'JSContext',
  'JSRuntime',
  'JSObject',
  'JSFunctionBytecode',
  'JSString',
  'JSStackFrame',
  'JSAsyncFunctionState',
];

type Find = (name: string | RegExp) => Symbol;

function quickJsFacts(elf: string, find: Find): QuickJsFacts {
  const { structs, constants } = structsOf(elf, QUICKJS_STRUCTS, ['JS_CLASS_BYTECODE_FUNCTION']);
  return {
    entry: find('JS_CallInternal').address,
    structs,
    bytecodeClass: constants.JS_CLASS_BYTECODE_FUNCTION!,
  };
}

function jerryScriptFacts(symbols: Symbol[], find: Find): JerryScriptFacts {
  const code = new Map(symbols.map((symbol) => [symbol.name, symbol]));
  const magic = find(/^lit_magic_strings(\.\d+)?(\.lto_priv\.\d+)?$/);
  const modules = builtinFiles()
    .map(moduleId)
    .flatMap((id) => {
      const found = code.get(codeName(id));
      return found === undefined ? [] : [{ id, from: found.address, to: found.address + found.size }];
    });
  return {
    entry: find('vm_execute').address,
    modules,
    magic: { texts: magic.address, count: magic.size / 4 },
    external: { texts: find('registry_texts').address, sizes: find('registry_sizes').address },
  };
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
  const find: Find = (name) => {
    const found = symbols.find((symbol) => (typeof name === 'string' ? symbol.name === name : name.test(symbol.name)));
    if (found === undefined) throw new Error(`the firmware has no symbol ${String(name)}`);
    return found;
  };
  return {
    functions: functionsOf(symbols),
    ...(engine === 'quickjs' ? { quickjs: quickJsFacts(elf, find) } : { jerryscript: jerryScriptFacts(symbols, find) }),
  };
}

/** The file with the facts of a firmware. */
export const factsPath = (elf: string): string => elf.replace(/\.elf$/, '.json');

/** The facts of a firmware; brings the file beside it up to date in a clone. */
export function firmwareFacts(engine: Engine, elf: string): FirmwareFacts {
  const file = factsPath(elf);
  const made = fs.statSync(file, { throwIfNoEntry: false });
  if (packageData() !== undefined || (made !== undefined && made.mtimeMs > fs.statSync(elf).mtimeMs)) {
    return JSON.parse(fs.readFileSync(file, 'utf8')) as FirmwareFacts;
  }
  const facts = readElf(engine, elf);
  writeWhole(file, JSON.stringify(facts));
  return facts;
}
