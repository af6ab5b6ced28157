/**
 * Which JavaScript function an engine is about to run, read from the registers and the memory of a stopped board
 * (profile/record.ts). Nothing is added to the firmware. What is common to the engines is here.
 */
import type { Memory } from '../profile/stub';

/** A function as the engine knows it; line and column from 1, 0 when it does not know them. */
export interface ScriptFunction {
  name: string;
  file: string;
  line: number;
  column: number;
}

export interface Interpreter {
  /** Where the interpreter begins; the board stops here. */
  readonly entry: number;
  /** What runs, or undefined when it is no script. `registers` are r0 to r13 at the entry. */
  running(registers: number[], memory: Memory): Promise<ScriptFunction | undefined>;
}

/** Bytes or characters of a name that are read. */
export const NAME_MAX = 200;

export async function word(memory: Memory, address: number): Promise<number> {
  return (await memory.read(address, 4)).readUInt32LE(0);
}

/** Remembers by address what does not change while the bytes there are the same. */
export class Cache<T> {
  private readonly known = new Map<number, { bytes: Buffer; value: T }>();

  async of(address: number, bytes: Buffer, make: () => Promise<T>): Promise<T> {
    const cached = this.known.get(address);
    if (cached?.bytes.equals(bytes)) return cached.value;
    const value = await make();
    this.known.set(address, { bytes, value });
    return value;
  }
}

/** A symbol of the firmware. */
export interface Place {
  name: string;
  address: number;
  size: number;
}

/** A linked firmware, as far as an engine asks it. */
export interface LinkedFirmware {
  /** Path of its ELF file. */
  elf: string;
  /** The first symbol of this name; an Error where there is none. */
  find(name: string | RegExp): Place;
  /** Where the code of each built-in module is; `to` is behind it. */
  modules: { id: string; from: number; to: number }[];
}

/** What the profiler asks of an engine. */
export interface Profiling {
  /** What interpreter() must know of a firmware, as JSON can hold it: a package brings it along without symbols. */
  facts(firmware: LinkedFirmware): unknown;
  interpreter(facts: unknown): Interpreter;
}
