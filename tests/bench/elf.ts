/* elf.ts: what the linked firmware takes of the board's memories, read with binutils. */
import { binutils, symbolsOf } from '#toolchain/profile/elf';

/** Sizes of the loaded sections by name. */
export function sectionsOf(elf: string): Map<string, number> {
  const sections = new Map<string, number>();
  for (const line of binutils('size', ['-A', elf]).split('\n')) {
    const match = /^(\.\S+)\s+(\d+)\s+(\d+)/.exec(line);
    if (match !== null && !/^\.(debug|comment|ARM\.attributes)/.test(match[1]!))
      sections.set(match[1]!, Number(match[2]));
  }
  return sections;
}

/** Names of the arrays that are the script heap: static, but counted by what is used of them. */
const ENGINE_HEAPS = ['jerry_global_heap', 'arena'];

export interface Footprint {
  /** Code, constants and the initial values of data. */
  flash: number;
  /** Data and zeroed data, without script's heap and the stacks. */
  staticRam: number;
  /** The static array that is the script heap, 0 where there is none. */
  heap: number;
}

export function footprintOf(elf: string): Footprint {
  const sections = sectionsOf(elf);
  const sum = (names: string[]): number => names.reduce((total, name) => total + (sections.get(name) ?? 0), 0);
  const heaps = symbolsOf(elf).filter(({ name }) => ENGINE_HEAPS.includes(name));
  const largest = Math.max(0, ...heaps.map(({ size }) => size));
  return {
    flash: sum(['.text', '.ARM.extab', '.ARM.exidx', '.init_array', '.data']),
    staticRam: sum(['.data', '.bss', '.engine_heap']) - largest,
    heap: largest,
  };
}
