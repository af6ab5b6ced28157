/** What objdump's text says of instructions: another way to what the profiler reads from their bytes (thumb.ts). */
import type { Instruction } from '#toolchain/profile/thumb';

function kindOf(text: string): Instruction['kind'] {
  if (/^blx?(?:[a-z]{2})?(?:\.[nw])?\s/.test(text) && !/^(bls|ble|blt)(\.[nw])?\s/.test(text)) return 'call';
  return /^bx(?:[a-z]{2})?\s+lr/.test(text) ||
    (/\bpc\b/.test(text) && /^(pop|ldm\S*\s+sp!|ldr\S*\s+pc, \[sp\])/.test(text))
    ? 'return'
    : 'other';
}

/** The instructions of a disassembly by address. Without their bytes the next one tells where one ends. */
export function instructionsOf(disassembly: string): Map<number, Instruction> {
  const found = new Map<number, Instruction>();
  let name = '?';
  let last: Instruction | undefined;
  for (const line of disassembly.split('\n')) {
    const label = /^[0-9a-f]{8} <(.+)>:$/.exec(line);
    if (label !== null) {
      name = label[1]!;
      continue;
    }
    const match = /^\s*([0-9a-f]+):\s+((?:[0-9a-f]{4} )*)\s*([a-z].*)$/.exec(line);
    if (match === null) continue;
    const address = parseInt(match[1]!, 16);
    if (last !== undefined && last.next === 0) last.next = address;
    const text = match[3]!.replace(/\t/g, ' ');
    const loop = /^b/.test(text) && text.includes(` ${match[1]!} <`);
    // Two bytes are a word of four digits.
    last = {
      address,
      kind: kindOf(text),
      next: match[2] === '' ? 0 : address + (match[2]!.length / 5) * 2,
      name,
      loop,
    };
    found.set(address, last);
  }
  return found;
}
