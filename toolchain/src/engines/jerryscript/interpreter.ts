/**
 * JerryScript's interpreter is vm_execute(frame), which runs once for every call and every resumption of a generator.
 * An installed library has no debug information, so the layouts below are those of release 3.0; snapshots, which an
 * engine of that release must be able to run, depend on most of them.
 */
import type { Memory } from '../../profile/stub';
import {
  Cache,
  NAME_MAX,
  word,
  type Interpreter,
  type LinkedFirmware,
  type Profiling,
  type ScriptFunction,
} from '../interpreter';
import { CONSTRUCTOR, FLAGS_AT, MAPPED_ARGUMENTS, SCRIPT, SIZE_UNIT, TYPE_SHIFT, WIDE_COUNTS } from './bytecode';

interface JerryScriptFacts {
  /** The address of vm_execute. */
  entry: number;
  /** The code of built-in modules belongs to no script object, which would name its file. */
  modules: LinkedFirmware['modules'];
  /** The engine's own texts ("magic strings"): an array of pointers, and how many there are. */
  magic: { texts: number; count: number };
  /** Those that the runtime has registered: arrays of pointers and of lengths. */
  external: { texts: number; sizes: number };
}

const VALUE_STRING = 1;
const VALUE_DIRECT_STRING = 5;
const DIRECT_MAGIC = 1;
const DIRECT_UINT = 2;
/** Names of the engine's own that have no text; they come between its texts and the program's. */
const MAGIC_WITHOUT_TEXT = 29;
const CONTAINER = { utf8: 0, long: 1, uint32: 2, ascii: 3, magic: 4 };

class JerryScriptInterpreter implements Interpreter {
  readonly entry: number;
  private readonly functions = new Cache<ScriptFunction>();
  private nameless = 0;

  constructor(private readonly facts: JerryScriptFacts) {
    this.entry = facts.entry;
  }

  async running([frame]: number[], memory: Memory): Promise<ScriptFunction | undefined> {
    const code = await word(memory, await word(memory, frame!));
    const head = await memory.read(code, 16);
    // The function's identity in the cache: its header without bytes 2 and 3, the reference count, which changes.
    const same = Buffer.concat([head.subarray(0, 2), head.subarray(4)]);
    return this.functions.of(code, same, async () => {
      const flags = head.readUInt16LE(FLAGS_AT);
      const type = flags >> TYPE_SHIFT;
      let end = code + head.readUInt16LE(0) * SIZE_UNIT;
      if ((flags & MAPPED_ARGUMENTS) !== 0) end -= 4 * ((flags & WIDE_COUNTS) !== 0 ? head.readUInt16LE(12) : head[7]!);
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

export const profiling: Profiling = {
  facts({ find, modules }): JerryScriptFacts {
    const magic = find(/^lit_magic_strings(\.\d+)?(\.lto_priv\.\d+)?$/);
    return {
      entry: find('vm_execute').address,
      modules,
      magic: { texts: magic.address, count: magic.size / 4 },
      external: { texts: find('registry_texts').address, sizes: find('registry_sizes').address },
    };
  },
  interpreter: (facts) => new JerryScriptInterpreter(facts as JerryScriptFacts),
};
