/* elf.ts: what the linked firmware holds, read with binutils: sections, symbols. */
import { execFileSync } from 'node:child_process';

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
  return run('nm', ['-n', '-S', '--defined-only', elf])
    .split('\n')
    .flatMap((line) => {
      const match = /^([0-9a-f]{8}) (?:([0-9a-f]{8}) )?(\w) (\S+)$/.exec(line);
      if (match === null || match[4]!.startsWith('$')) return [];
      const kind = match[3]!;
      const address = parseInt(match[1]!, 16);
      return [
        {
          name: match[4]!,
          address: /[tTwW]/.test(kind) ? address & ~1 : address,
          size: parseInt(match[2] ?? '0', 16),
          kind,
        },
      ];
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
    staticRam: sum(['.data', '.bss', '.engine_heap']) - largest,
    heap: largest,
  };
}

export function disassemblyOf(elf: string): string {
  return run('objdump', ['-d', '--no-show-raw-insn', elf]);
}

export interface Struct {
  size: number;
  /** Offsets in bytes by member, those of anonymous structs and unions in it too. */
  members: Map<string, number>;
  /** Offsets in bits, of bit fields. */
  bits: Map<string, number>;
}

interface Member {
  /** '' of an anonymous one. */
  name: string;
  at: number;
  bit: number | undefined;
  type: number;
}

interface Record {
  name: string;
  size: number;
  depth: number;
  members: Member[];
}

/** Every struct and union of the debug information by its place in it, and the enumerators of these names. */
function recordsOf(
  text: string,
  enumerators: string[],
): { records: Map<number, Record>; constants: Map<string, number> } {
  const records = new Map<number, Record>();
  const constants = new Map<string, number>();
  const open: Record[] = [];
  let kind = '';
  let name = '';
  let record: Record | undefined;
  let member: Member | undefined;
  for (const line of text.split('\n')) {
    const entry = /^ <([0-9a-f]+)><([0-9a-f]+)>: Abbrev Number: \d+(?: \(DW_TAG_(\w+)\))?/.exec(line);
    if (entry !== null) {
      const depth = parseInt(entry[1]!, 16);
      while (open.length > 0 && open[open.length - 1]!.depth >= depth) open.pop();
      [kind, name, record, member] = [entry[3] ?? '', '', undefined, undefined];
      if (kind === 'structure_type' || kind === 'union_type') {
        record = { name: '', size: 0, depth, members: [] };
        records.set(parseInt(entry[2]!, 16), record);
        open.push(record);
      } else if (kind === 'member' && open.length > 0) {
        member = { name: '', at: 0, bit: undefined, type: 0 };
        open[open.length - 1]!.members.push(member);
      }
      continue;
    }
    const attribute = /^ {4}<[0-9a-f]+> +DW_AT_(\w+) *: (?:\(.*?\): )?(.*?)\s*$/.exec(line);
    if (attribute === null) continue;
    const [, key, value] = attribute as unknown as [string, string, string];
    if (key === 'name') name = value;
    if (record !== undefined && key === 'name') record.name = value;
    if (record !== undefined && key === 'byte_size') record.size = Number(value);
    if (member !== undefined && key === 'name') member.name = value;
    if (member !== undefined && key === 'data_member_location') member.at = Number(value);
    if (member !== undefined && key === 'data_bit_offset') member.bit = Number(value);
    if (member !== undefined && key === 'type') member.type = parseInt(value.replace(/[<>]/g, ''), 16);
    if (kind === 'enumerator' && key === 'const_value' && enumerators.includes(name)) {
      constants.set(name, Number(value));
    }
  }
  return { records, constants };
}

/** The C structs and enumerators of these names, from the debug information. Throws when one is missing. */
export function structsOf(
  elf: string,
  names: string[],
  enumerators: string[],
): { structs: Map<string, Struct>; constants: Map<string, number> } {
  const { records, constants } = recordsOf(run('readelf', ['--debug-dump=info', elf]), enumerators);
  const structs = new Map<string, Struct>();
  const fill = (struct: Struct, members: Member[], base: number): void => {
    for (const { name, at, bit, type } of members) {
      if (name === '') fill(struct, records.get(type)?.members ?? [], base + at);
      else if (bit !== undefined) struct.bits.set(name, base * 8 + bit);
      else struct.members.set(name, base + at);
    }
  };
  for (const { name, size, members } of records.values()) {
    if (!names.includes(name) || size === 0 || structs.has(name)) continue; // a size of 0: declared only
    const struct: Struct = { size, members: new Map(), bits: new Map() };
    fill(struct, members, 0);
    structs.set(name, struct);
  }
  const missing = [...names, ...enumerators].filter((name) => !structs.has(name) && !constants.has(name));
  if (missing.length > 0) throw new Error(`no debug information about ${missing.join(', ')}`);
  return { structs, constants };
}
