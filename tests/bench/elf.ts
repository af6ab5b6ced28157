/* elf.ts: what the linked firmware holds, read with binutils: sections, symbols. */
import { execFileSync } from 'child_process';

const BUFFER = 256 * 1024 * 1024;

export interface Symbol {
  name: string;
  address: number;
  size: number;
  kind: string;
}

function run(tool: string, args: string[]): string {
  return execFileSync(`arm-none-eabi-${tool}`, args, { encoding: 'utf8', maxBuffer: BUFFER, stdio: 'pipe' });
}

/** Symbols with an address, in the order of addresses; Thumb bits are cleared. */
export function symbolsOf(elf: string): Symbol[] {
  return run('nm', ['-n', '-S', '--defined-only', elf]).split('\n').flatMap((line) => {
    const match = /^([0-9a-f]{8}) (?:([0-9a-f]{8}) )?(\w) (\S+)$/.exec(line);
    if (match === null || match[4]!.startsWith('$')) return [];
    const kind = match[3]!;
    const address = parseInt(match[1]!, 16);
    return [{ name: match[4]!, address: /[tTwW]/.test(kind) ? address & ~1 : address,
      size: parseInt(match[2] ?? '0', 16), kind }];
  });
}

/** Sizes of the loaded sections by name. */
export function sectionsOf(elf: string): Map<string, number> {
  const sections = new Map<string, number>();
  for (const line of run('size', ['-A', elf]).split('\n')) {
    const match = /^(\.\S+)\s+(\d+)\s+(\d+)/.exec(line);
    if (match !== null && !/^\.(debug|comment|ARM\.attributes)/.test(match[1]!)) {
      sections.set(match[1]!, Number(match[2]));
    }
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
    staticRam: sum(['.data', '.bss']) - largest,
    heap: largest,
  };
}

export function disassemblyOf(elf: string): string {
  return run('objdump', ['-d', '--no-show-raw-insn', elf]);
}
