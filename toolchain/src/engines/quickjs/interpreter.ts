/**
 * QuickJS's interpreter is JS_CallInternal(context, function, …), which runs once for every call. Where the members of
 * its structs are is in the firmware's debug information.
 */
import { structsOf, type Struct } from '../../profile/elf';
import type { Memory } from '../../profile/stub';
import { Cache, NAME_MAX, word, type Interpreter, type Profiling, type ScriptFunction } from '../interpreter';

interface QuickJsFacts {
  /** The address of JS_CallInternal. */
  entry: number;
  structs: Record<string, Struct>;
  /** JS_CLASS_BYTECODE_FUNCTION. */
  bytecodeClass: number;
}

const STRUCTS = [
  'JSContext',
  'JSRuntime',
  'JSObject',
  'JSFunctionBytecode',
  'JSString',
  'JSStackFrame',
  'JSAsyncFunctionState',
];

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

class QuickJsInterpreter implements Interpreter {
  readonly entry: number;
  private readonly functions = new Cache<ScriptFunction>();

  constructor(private readonly facts: QuickJsFacts) {
    this.entry = facts.entry;
  }

  async running(registers: number[], memory: Memory): Promise<ScriptFunction | undefined> {
    // A value is 64 bits: what it is above, the pointer below. Two values, argc and argv are on the stack before flags.
    const [context, , low, high] = registers as [number, number, number, number];
    let object = low;
    if (high === TAG_INT && ((await word(memory, registers[13]! + 24)) & FLAG_GENERATOR) !== 0)
      object = await word(memory, low + this.at('JSAsyncFunctionState', 'frame') + this.at('JSStackFrame', 'cur_func'));
    else if (high !== TAG_OBJECT) return undefined;
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

export const profiling: Profiling = {
  facts({ elf, find }): QuickJsFacts {
    const { structs, constants } = structsOf(elf, STRUCTS, ['JS_CLASS_BYTECODE_FUNCTION']);
    return {
      entry: find('JS_CallInternal').address,
      structs,
      bytecodeClass: constants.JS_CLASS_BYTECODE_FUNCTION!,
    };
  },
  interpreter: (facts) => new QuickJsInterpreter(facts as QuickJsFacts),
};
