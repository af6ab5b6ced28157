/**
 * Constant code of JerryScript 3.0 packed. The engine writes each function as
 *   header (16 bytes, or 24 with 16-bit counts), literals (a word each), instructions, zeros to a multiple of 8 bytes,
 *   a word for its positions (dead here: they stayed behind in the heap of the compiler), a word for its name
 * and finds the name from the header's size, which nothing else reads of code that it leaves where it lies; inner
 * functions it finds from their distance. So the name may be any later word of the code that has its value. Here
 * functions are multiples of 4 bytes, without the last two words; names are words of functions behind where they can
 * be, else one word for all functions of that name behind the last function; and of equal functions the last one
 * stands for all. A script that only gives a function is left out, the code is that function.
 *
 * The code is a header of six words, the fourth of them the functions' end, then the functions, an outer one before
 * its inner ones. Little-endian.
 */
import { CONSTRUCTOR, FLAGS_AT, MAPPED_ARGUMENTS, SIZE_UNIT, TYPE_SHIFT, WIDE_COUNTS } from './bytecode';

const HEADER = 24;
const END_AT = 12;
/** Where the header says where the code to run is. */
const ENTRY_AT = 20;
/** Sizes have 16 bits. */
const SIZE_MAX = 0xffff * SIZE_UNIT;

const FULL_LITERALS = 1 << 0;
/** Mapped arguments, extended information, tagged literals: more words at the function's end. */
const MORE_AT_END = MAPPED_ARGUMENTS | (1 << 5) | (1 << 6);
const CONSTANT = 1 << 8;

/** `return x` as the last instruction: this byte, then the number of x, of one byte or of 0xff and another. */
const RETURN_LITERAL = 0x57;
const TWO_BYTES = 0xff;

/** Bytes of a script that gives a function: header, one literal, a word of instructions. */
const GIVES_FUNCTION = 24;

interface Code {
  /** Where it was. */
  from: number;
  /** Header, literals and instructions. */
  bytes: Buffer;
  name: number;
  /** Places in `bytes` of the words that are distances to inner functions. */
  inner: number[];
}

/** Undefined for a function that has more at its end than this file knows. */
function codeAt(file: Buffer, from: number): Code | undefined {
  const size = file.readUInt16LE(from) * SIZE_UNIT;
  const flags = file.readUInt16LE(from + FLAGS_AT);
  if ((flags & (CONSTANT | MORE_AT_END | FULL_LITERALS)) !== CONSTANT || flags >> TYPE_SHIFT === CONSTRUCTOR)
    return undefined;
  const wide = (flags & WIDE_COUNTS) !== 0;
  const literals = from + (wide ? 24 : 16);
  const [registers, plain, all] = (wide ? [14, 18, 20] : [12, 14, 15]).map((at) =>
    wide ? file.readUInt16LE(from + at) : file.readUInt8(from + at),
  ) as [number, number, number];
  const name = from + size - 4;
  let end = name - 4;
  while (end > literals && file[end - 1] === 0) end--;
  // A zero may be the last instruction's, and not there to fill up.
  if (end < name - 4 && (file[end - 1] === RETURN_LITERAL || file[end - 1] === TWO_BYTES)) end++;
  const inner: number[] = [];
  for (let index = plain; index < all; index++) inner.push(literals - from + 4 * (index - registers));
  const bytes = Buffer.alloc(Math.ceil((end - from) / 4) * 4);
  file.copy(bytes, 0, from, end);
  return { from, bytes, name: file.readUInt32LE(name), inner };
}

/** Undefined where one of the functions is not of the usual kind. */
function codesOf(file: Buffer): Code[] | undefined {
  const codes: Code[] = [];
  const end = file.readUInt32LE(END_AT);
  if (end !== file.length) return undefined;
  for (let at = HEADER; at < end; at += file.readUInt16LE(at) * SIZE_UNIT) {
    const code = codeAt(file, at);
    if (code === undefined) return undefined;
    codes.push(code);
  }
  return codes;
}

/**
 * The code of a script that gives a function, in fewer bytes; it is to be loaded as that function. Undefined for a
 * script that does more, and where a function is not of the usual kind.
 */
export function pack(file: Buffer): Buffer | undefined {
  const [script, ...codes] = codesOf(file) ?? [];
  if (script?.inner.length !== 1 || script.bytes.length !== GIVES_FUNCTION) return undefined;

  // Backwards: the last of equal functions stays, behind all that refer to it.
  const unique: Code[] = [];
  const known = new Map<string, Code>();
  const standIn = new Map<number, Code>();
  for (const code of [...codes].reverse()) {
    const key = `${code.name} ${code.bytes.subarray(2).toString('latin1')}`;
    const equal = code.inner.length === 0 ? known.get(key) : undefined;
    standIn.set(code.from, equal ?? code);
    if (equal !== undefined) continue;
    known.set(key, code);
    unique.unshift(code);
  }

  const starts = new Map<Code, number>();
  let at = HEADER;
  for (const code of unique) {
    starts.set(code, at);
    at += code.bytes.length;
  }
  const startOf = (code: Code): number => starts.get(code) as number;
  const out = Buffer.concat([file.subarray(0, HEADER), ...unique.map(({ bytes }) => bytes)]);
  // By value the words that may be names, from the last; a function's first word is still to be written.
  const placesOf = new Map<number, number[]>();
  const firsts = new Set(unique.map(startOf));
  for (const code of unique) {
    for (const place of code.inner) {
      const target = standIn.get(code.from + code.bytes.readUInt32LE(place)) as Code;
      out.writeUInt32LE(startOf(target) - startOf(code), startOf(code) + place);
    }
  }
  const note = (value: number, place: number): void => {
    placesOf.set(value, [...(placesOf.get(value) ?? []), place]);
  };
  for (let place = HEADER; place < out.length; place += 4) if (!firsts.has(place)) note(out.readUInt32LE(place), place);
  // Behind the last function: undefined where a word is free.
  const names: (number | undefined)[] = [];
  for (const code of unique) {
    const start = startOf(code);
    const fits = (place: number): boolean => place > start && (place + 4 - start) % SIZE_UNIT === 0;
    let place = placesOf.get(code.name)?.find(fits);
    if (place === undefined) {
      let index = 0;
      while (names[index] !== undefined || !fits(out.length + 4 * index)) index++;
      names[index] = code.name;
      place = out.length + 4 * index;
      note(code.name, place);
    }
    if (place + 4 - start > SIZE_MAX) return undefined;
    out.writeUInt16LE((place + 4 - start) / SIZE_UNIT, start);
  }
  const tail = Buffer.alloc(4 * names.length);
  names.forEach((name, index) => tail.writeUInt32LE(name ?? 0, 4 * index));
  const packed = Buffer.concat([out, tail]);
  packed.writeUInt32LE(packed.length, END_AT);
  packed.writeUInt32LE(HEADER, ENTRY_AT);
  return packed;
}
