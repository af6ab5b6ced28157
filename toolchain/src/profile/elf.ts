/**
 * What a linked firmware for the Cortex-M3 says of itself: symbols and C structs, read with binutils, and its bytes in
 * memory. A clone has binutils beside its compiler; facts.ts keeps what a machine without them needs.
 */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { missingProgram } from '../user_error';

const BUFFER = 256 * 1024 * 1024;

export interface Symbol {
  name: string;
  address: number;
  size: number;
  kind: string;
}

/** The output of a program of binutils, as in binutils('nm', ['-n', elf]). */
export function binutils(tool: string, args: string[]): string {
  const program = `arm-none-eabi-${tool}`;
  const run = spawnSync(program, args, { encoding: 'utf8', maxBuffer: BUFFER, stdio: 'pipe' });
  if ((run.error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') throw missingProgram(program);
  if (run.error || run.status !== 0) throw run.error ?? new Error(`${program} ${args.join(' ')}: ${run.stderr}`);
  return run.stdout;
}

/** Symbols with an address, in the order of addresses; Thumb bits are cleared. */
export function symbolsOf(elf: string): Symbol[] {
  return binutils('nm', ['-n', '-S', '--defined-only', elf])
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

/** Bytes of a program at the addresses where they are loaded, or undefined: not of it. */
export type Loaded = (address: number, size: number) => Buffer | undefined;

const PROGRAM_HEADER = 32;
const LOAD = 1;

/** The segments of an ELF file of 32 bits, little-endian; symbols and debug information may be stripped. */
export function loadedOf(elf: string): Loaded {
  const data = fs.readFileSync(elf);
  const [table, count] = [data.readUInt32LE(28), data.readUInt16LE(44)];
  const segments = Array.from({ length: count }, (_, i) => table + i * PROGRAM_HEADER)
    .filter((at) => data.readUInt32LE(at) === LOAD)
    .map((at) => {
      const [offset, address, size] = [
        data.readUInt32LE(at + 4),
        data.readUInt32LE(at + 8),
        data.readUInt32LE(at + 16),
      ];
      return { address, bytes: data.subarray(offset, offset + size) };
    });
  return (address, size) => {
    const found = segments.find((one) => address >= one.address && address + size <= one.address + one.bytes.length);
    return found?.bytes.subarray(address - found.address, address - found.address + size);
  };
}

export interface Struct {
  size: number;
  /** Offsets in bytes by member, those of anonymous structs and unions in it too. */
  members: Record<string, number>;
  /** Offsets in bits, of bit fields. */
  bits: Record<string, number>;
}
interface Member {
  /** '' of an anonymous one. */
  name: string;
  at: number;
  bit: number | undefined;
  type: number;
}

interface Described {
  name: string;
  size: number;
  depth: number;
  members: Member[];
}

/** Every struct and union of the debug information by its place in it, and the enumerators of these names. */
function recordsOf(
  text: string,
  enumerators: string[],
): { records: Map<number, Described>; constants: Map<string, number> } {
  const records = new Map<number, Described>();
  const constants = new Map<string, number>();
  const open: Described[] = [];
  let kind = '';
  let name = '';
  let record: Described | undefined;
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
    if (kind === 'enumerator' && key === 'const_value' && enumerators.includes(name))
      constants.set(name, Number(value));
  }
  return { records, constants };
}

/** The C structs and enumerators of these names, from the debug information. Throws when one is missing. */
export function structsOf(
  elf: string,
  names: string[],
  enumerators: string[],
): { structs: Record<string, Struct>; constants: Record<string, number> } {
  const { records, constants } = recordsOf(binutils('readelf', ['--debug-dump=info', elf]), enumerators);
  const structs: Record<string, Struct> = {};
  const fill = (struct: Struct, members: Member[], base: number): void => {
    for (const { name, at, bit, type } of members) {
      if (name === '') fill(struct, records.get(type)?.members ?? [], base + at);
      else if (bit !== undefined) struct.bits[name] = base * 8 + bit;
      else struct.members[name] = base + at;
    }
  };
  for (const { name, size, members } of records.values()) {
    if (!names.includes(name) || size === 0 || structs[name] !== undefined) continue; // a size of 0: declared only
    const struct: Struct = { size, members: {}, bits: {} };
    fill(struct, members, 0);
    structs[name] = struct;
  }
  const missing = [...names, ...enumerators].filter((name) => structs[name] === undefined && !constants.has(name));
  if (missing.length > 0) throw new Error(`no debug information about ${missing.join(', ')}`);
  return { structs, constants: Object.fromEntries(constants) };
}
