/**
 * What an instruction of the Cortex-M3 does to the stack of calls, from its bytes (ARMv7-M Architecture Reference
 * Manual, "The Thumb Instruction Set Encoding").
 */
import type { Loaded } from './elf';

export interface Instruction {
  address: number;
  kind: 'call' | 'return' | 'other';
  /** Where the instruction behind it is. */
  next: number;
  /** The function that it is in. */
  name: string;
  /** A branch to itself: executed again, not put off. */
  loop: boolean;
}

/** Finds instructions by their addresses; undefined: not of the program. */
export interface Instructions {
  get(address: number): Instruction | undefined;
}

/** A function's first address and its name. */
export type FunctionStart = [address: number, name: string];

const PC = 1 << 15;

function kindOf16(half: number): Instruction['kind'] {
  if ((half & 0xff87) === 0x4780) return 'call'; // BLX register
  // BX LR, POP {…, PC}
  return (half & 0xfff8) === 0x4770 || (half & 0xff00) === 0xbd00 ? 'return' : 'other';
}

function kindOf32(first: number, second: number): Instruction['kind'] {
  if ((first & 0xf800) === 0xf000 && (second & 0xd000) === 0xd000) return 'call'; // BL
  // POP.W {…, PC}, and LDR PC, [SP], #n
  return (first === 0xe8bd && (second & PC) !== 0) || (first === 0xf85d && (second & 0xff00) === 0xfb00)
    ? 'return'
    : 'other';
}

/** B or B<condition> to its own address, both of 16 bits. */
const isLoop = (half: number): boolean => half === 0xe7fe || ((half & 0xf0ff) === 0xd0fe && (half & 0x0f00) < 0x0e00);

/** The instructions of a program whose functions begin at `starts`, in the order of addresses. */
export class ThumbCode implements Instructions {
  private readonly known = new Map<number, Instruction | undefined>();

  constructor(
    private readonly loaded: Loaded,
    private readonly starts: readonly FunctionStart[],
  ) {}

  /** The instruction that begins at an address; what an address inside of one gives means nothing. */
  get(address: number): Instruction | undefined {
    if (this.known.has(address)) return this.known.get(address);
    const found = this.decode(address);
    this.known.set(address, found);
    return found;
  }

  private decode(address: number): Instruction | undefined {
    const half = this.loaded(address, 2)?.readUInt16LE(0);
    if (half === undefined) return undefined;
    const name = this.nameOf(address);
    if (half >> 11 < 0b11101) return { address, kind: kindOf16(half), next: address + 2, name, loop: isLoop(half) };
    const second = this.loaded(address + 2, 2)?.readUInt16LE(0) ?? 0;
    return { address, kind: kindOf32(half, second), next: address + 4, name, loop: false };
  }

  private nameOf(address: number): string {
    let [low, high] = [0, this.starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.starts[middle]![0] <= address) low = middle + 1;
      else high = middle;
    }
    return this.starts[low - 1]?.[1] ?? '?';
  }
}
