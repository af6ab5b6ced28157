/**
 * Which JavaScript function an engine is about to run, told by the board's registers and memory where the engine's
 * interpreter begins. Nothing is added to the firmware.
 *
 * QuickJS: JS_CallInternal(context, function, …), for every call; its structs are found in the firmware's debug
 * information. JerryScript: vm_execute(frame), for every call and every resumption; an installed library has no debug
 * information, so what is read is the layout of release 3.0, which its snapshots depend on too.
 */
import {
  CONSTRUCTOR,
  FLAGS_AT,
  MAPPED_ARGUMENTS,
  SCRIPT,
  SIZE_UNIT,
  TYPE_SHIFT,
  WIDE_COUNTS,
} from '../engines/jerryscript/bytecode';
import type { FirmwareFacts, JerryScriptFacts, QuickJsFacts } from './facts';
import type { Memory } from './stub';

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

/** Names may be this long. */
const NAME_MAX = 200;

async function word(memory: Memory, address: number): Promise<number> {
  return (await memory.read(address, 4)).readUInt32LE(0);
}

/** Remembers by address what does not change while the bytes there are the same. */
class Cache<T> {
  private readonly known = new Map<number, { bytes: Buffer; value: T }>();

  async of(address: number, bytes: Buffer, make: () => Promise<T>): Promise<T> {
    const cached = this.known.get(address);
    if (cached?.bytes.equals(bytes)) return cached.value;
    const value = await make();
    this.known.set(address, { bytes, value });
    return value;
  }
}

/* ---- QuickJS ---- */

const TAG_OBJECT = 0xffffffff;
const TAG_INT = 0;
/** A generator or async function goes on: the value is its state. */
const FLAG_GENERATOR = 1 << 2;

/** An unsigned LEB128 number and where it ends. */
function leb128(bytes: Buffer, at: number): [number, number] {
  let value = 0;
  for (let shift = 0; at < bytes.length; shift += 7) {
    const byte = bytes[at++]!;
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) break;
  }
  return [value, at];
}

class QuickJs implements Interpreter {
  readonly entry: number;
  private readonly functions = new Cache<ScriptFunction>();

  constructor(private readonly facts: QuickJsFacts) {
    this.entry = facts.entry;
  }

  async running(registers: number[], memory: Memory): Promise<ScriptFunction | undefined> {
    // A value is 64 bits: what it is above, the pointer below. Two values, argc and argv are on the stack before flags.
    const [context, , low, high] = registers as [number, number, number, number];
    let object = low;
    if (high === TAG_INT && ((await word(memory, registers[13]! + 24)) & FLAG_GENERATOR) !== 0) {
      object = await word(memory, low + this.at('JSAsyncFunctionState', 'frame') + this.at('JSStackFrame', 'cur_func'));
    } else if (high !== TAG_OBJECT) {
      return undefined;
    }
    const head = await memory.read(object, this.at('JSObject', 'u') + 4);
    if (head.readUInt16LE(this.at('JSObject', 'class_id')) !== this.facts.bytecodeClass) return undefined;
    const code = head.readUInt32LE(this.at('JSObject', 'u'));
    const size = this.facts.structs.JSFunctionBytecode!.size;
    const debug = this.at('JSFunctionBytecode', 'debug');
    const from = this.at('JSFunctionBytecode', 'js_mode'); // what is in front of it are counts and links
    const bytes = await memory.read(code + from, size - from);
    const field = (name: string): number => bytes.readUInt32LE(this.at('JSFunctionBytecode', name) - from);
    const bit = this.facts.structs.JSFunctionBytecode!.bits.has_debug!;
    const positions = ((bytes[(bit >> 3) - from]! >> (bit & 7)) & 1) === 1;
    const solid = positions ? bytes : bytes.subarray(0, debug - from); // without positions it ends there
    return this.functions.of(code, solid, async () => {
      const name = await this.atom(memory, context, field('func_name'));
      if (!positions) return { name, file: '', line: 0, column: 0 };
      const file = await this.atom(memory, context, bytes.readUInt32LE(debug - from));
      const lines = bytes.readUInt32LE(debug - from + 12);
      if (lines === 0) return { name, file, line: 0, column: 0 };
      const place = await memory.read(lines, 10);
      const [line, next] = leb128(place, 0);
      return { name, file, line: line + 1, column: leb128(place, next)[0] + 1 };
    });
  }

  private at(struct: string, member: string): number {
    const offset = this.facts.structs[struct]?.members[member];
    if (offset === undefined) throw new Error(`QuickJS's ${struct} has no member ${member}`);
    return offset;
  }

  private async atom(memory: Memory, context: number, atom: number): Promise<string> {
    if (atom >= 0x80000000) return String(atom & 0x7fffffff);
    if (atom === 0) return '';
    const runtime = await word(memory, context + this.at('JSContext', 'rt'));
    const atoms = await word(memory, runtime + this.at('JSRuntime', 'atom_array'));
    const string = await word(memory, atoms + 4 * atom);
    const length = await word(memory, string + 4); // of 31 bits, and whether it is of 16-bit characters
    const wide = length >= 0x80000000;
    const count = Math.min(length & 0x7fffffff, NAME_MAX);
    const text = await memory.read(string + this.at('JSString', 'u'), wide ? 2 * count : count);
    return text.toString(wide ? 'utf16le' : 'latin1');
  }
}

/* ---- JerryScript ---- */

const VALUE_STRING = 1;
const VALUE_DIRECT_STRING = 5;
const DIRECT_MAGIC = 1;
const DIRECT_UINT = 2;
/** Names of the engine's own that have no text; they come between its texts and the program's. */
const MAGIC_WITHOUT_TEXT = 29;
const CONTAINER = { utf8: 0, long: 1, uint32: 2, ascii: 3, magic: 4 };

class JerryScript implements Interpreter {
  readonly entry: number;
  private readonly functions = new Cache<ScriptFunction>();
  private nameless = 0;

  constructor(private readonly facts: JerryScriptFacts) {
    this.entry = facts.entry;
  }

  async running([frame]: number[], memory: Memory): Promise<ScriptFunction | undefined> {
    const code = await word(memory, await word(memory, frame!));
    const head = await memory.read(code, 16); // counted references are left out of what is compared
    const same = Buffer.concat([head.subarray(0, 2), head.subarray(4)]);
    return this.functions.of(code, same, async () => {
      const flags = head.readUInt16LE(FLAGS_AT);
      const type = flags >> TYPE_SHIFT;
      let end = code + head.readUInt16LE(0) * SIZE_UNIT;
      if ((flags & MAPPED_ARGUMENTS) !== 0) {
        end -= 4 * ((flags & WIDE_COUNTS) !== 0 ? head.readUInt16LE(12) : head[7]!);
      }
      const name =
        type === CONSTRUCTOR
          ? 'constructor'
          : type === SCRIPT
            ? '(script)'
            : (await this.text(memory, await word(memory, end - 4))) || `<anonymous ${++this.nameless}>`;
      const module = this.facts.modules.find(({ from, to }) => code >= from && code < to);
      // Of the script: its realm, a count, its name.
      const file =
        module !== undefined
          ? `tinygram:${module.id}`
          : ((await this.text(memory, await word(memory, this.pointer(head.readUInt32LE(8)) + 8))) ?? '');
      return { name, file, line: 0, column: 0 };
    });
  }

  /** Where pointers have 32 bits a value holds one as it is, above three bits of type. */
  private pointer(value: number): number {
    return value - (value % 8);
  }

  private async text(memory: Memory, value: number): Promise<string | undefined> {
    const kind = value & 7;
    if (kind === VALUE_DIRECT_STRING) {
      const index = value >>> 5;
      switch ((value >>> 3) & 3) {
        case DIRECT_MAGIC:
          return this.magicText(memory, index);
        case DIRECT_UINT:
          return String(index);
        default:
          return undefined;
      }
    }
    if (kind !== VALUE_STRING) return undefined;
    const at = this.pointer(value);
    const bytes = await memory.read(at, 20);
    const read = (address: number, size: number): Promise<Buffer> => memory.read(address, Math.min(size, NAME_MAX));
    switch (bytes[0]! & 7) {
      case CONTAINER.utf8:
        return (await read(at + 12, bytes.readUInt16LE(8))).toString();
      case CONTAINER.long:
        return (await read(bytes.readUInt32LE(8), bytes.readUInt32LE(12))).toString();
      case CONTAINER.uint32:
        return String(bytes.readUInt32LE(4));
      case CONTAINER.ascii:
        return (await read(at + 9, bytes[8]! + 1)).toString('latin1');
      case CONTAINER.magic:
        return this.magicText(memory, bytes.readUInt32LE(4));
      default:
        return undefined;
    }
  }

  /** A text of the engine's own, or one of those that the runtime has registered. */
  private async magicText(memory: Memory, index: number): Promise<string> {
    const { magic, external } = this.facts;
    if (index < magic.count) {
      const text = (await memory.read(await word(memory, magic.texts + 4 * index), 64)).toString('latin1');
      return text.slice(0, text.indexOf('\0'));
    }
    const at = 4 * (index - magic.count - MAGIC_WITHOUT_TEXT);
    const size = await word(memory, external.sizes + at);
    return (await memory.read(await word(memory, external.texts + at), size)).toString('latin1');
  }
}

/** The interpreter of the firmware with these facts. */
export function interpreterOf({ quickjs, jerryscript }: FirmwareFacts): Interpreter {
  if (quickjs !== undefined) return new QuickJs(quickjs);
  if (jerryscript !== undefined) return new JerryScript(jerryscript);
  throw new Error('the facts of this firmware name no engine');
}
