/**
 * What the toolchain reads of a board, fuzzed: answers of a serial loader, console text with stacks, the channel's
 * lines, and what lies in flash. An input is made from its number; whatever a board sends, nothing hangs, nothing ends
 * but in an answer or an error for people, and what is taken for good is good.
 *
 *   node build/tests/fuzz/toolchain.js serial|stacks|lines|records [--seconds n] [--first number] [--runs n] [--reach]
 *
 * The inputs of tests/fuzz/corpus/<target>/numbers come first. Prints `executions:`, `slowest:` (microseconds of the
 * processor), `slowest input:`, and the lines that were reached of the files in question. An input that fails is named
 * by its number: --first number --runs 1 runs it again. With --reach it prints instead the numbers of the inputs that
 * reach code which those before do not.
 */
import assert from 'node:assert';
import * as fs from 'node:fs';
import { Session, type Profiler } from 'node:inspector';
import * as os from 'node:os';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ChannelLines } from '#toolchain/boards/channel_lines';
import { openChip } from '#toolchain/boards/esp_chip';
import { LogFilter } from '#toolchain/boards/esp_log';
import { decodeTable } from '#toolchain/boards/esp_partitions';
import { Silence } from '#toolchain/boards/esp_transport';
import { SerialLine } from '#toolchain/boards/serial';
import { bootSlot, decodeRecord, encodeRecord, heldRecord, idleSlot, trialRecord } from '#toolchain/boards/slots';
import { visible } from '#toolchain/boards/visible';
import { decodeImage, encodeImage } from '#toolchain/build/image';
import { StackMapper } from '#toolchain/build/stack';
import { inRoot } from '#toolchain/build/paths';
import { UserError } from '#toolchain/user_error';
import { EspRom, type SimulatedChip } from '../toolchain/lib/esp_rom';
import { NorFlash } from '../toolchain/lib/nor_flash';

/** An input may take so long, seconds. */
const PATIENCE = 10;

/** Numbers that follow from a seed (mulberry32). */
class Random {
  constructor(private state: number) {}

  /** 0 to limit - 1. */
  below(limit: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  }

  one<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  bytes(size: number): Buffer {
    return Buffer.from(Array.from({ length: size }, () => this.below(256)));
  }

  /** A copy with a few bytes changed, put in, taken out or doubled. */
  damaged(data: Uint8Array, changes = 1 + this.below(4)): Buffer {
    const bytes = [...data];
    for (; changes > 0; changes--) {
      const at = this.below(bytes.length + 1);
      const kind = this.below(5);
      if (kind === 0) bytes.splice(at, 0, ...this.bytes(1 + this.below(4)));
      else if (kind === 1) bytes.splice(at, 1 + this.below(8));
      else if (kind === 2) bytes.splice(at, 0, ...bytes.slice(at, at + this.below(64)));
      else if (at < bytes.length)
        bytes[at] = kind === 3 ? this.below(256) : (bytes[at] as number) ^ (1 << this.below(8));
    }
    return Buffer.from(bytes);
  }

  /** The data in parts. */
  parts(data: Buffer): Buffer[] {
    const parts: Buffer[] = [];
    for (let at = 0; at < data.length;) {
      const size = 1 + this.below(this.below(8) === 0 ? data.length : 12);
      parts.push(data.subarray(at, at + size));
      at += size;
    }
    return parts;
  }
}

/** An error that says something to a person. Silence is what the loader's user makes one of. */
function isForPeople(error: unknown): boolean {
  return error instanceof UserError || error instanceof Silence;
}

// ---- time -------------------------------------------------------------------------------------------------------

/** Timers that run when nothing else does, so that waiting costs nothing. */
class VirtualTime {
  private readonly timers: { at: number; run: () => void }[] = [];
  private readonly own = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout, now: Date.now };
  private now = 0;
  private idle = 0;

  constructor() {
    const set = (run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]): object => {
      const timer = { at: this.now + Math.max(1, ms), run: () => run(...args), unref: () => timer };
      this.timers.push(timer);
      this.idle = 0;
      return timer;
    };
    const clear = (timer: unknown): void => {
      const index = this.timers.findIndex((each) => each === timer);
      if (index >= 0) this.timers.splice(index, 1);
    };
    Object.assign(globalThis, { setTimeout: set, clearTimeout: clear });
    Date.now = () => this.now;
  }

  /** Runs until the promise is settled; virtual seconds may pass, a day of them is a hang. */
  async settle(promise: Promise<unknown>): Promise<void> {
    let [done, still] = [false, 0];
    const end = (): void => void (done = true);
    promise.then(end, end);
    const limit = this.now + 86_400_000;
    while (!done) {
      await new Promise((resolve) => setImmediate(resolve));
      if (++this.idle < 4) continue;
      this.idle = 0;
      this.timers.sort((a, b) => a.at - b.at);
      const timer = this.timers.shift();
      if (!timer) {
        // A module that is read takes a moment of real time.
        assert.ok(++still < 100_000, 'nothing is waited for, and nothing has ended');
        continue;
      }
      still = 0;
      assert.ok(timer.at < limit, 'it takes a day');
      this.now = Math.max(this.now, timer.at);
      timer.run();
    }
  }

  end(): void {
    const { now, ...timers } = this.own;
    Object.assign(globalThis, timers);
    Date.now = now;
  }
}

// ---- answers of a serial loader ------------------------------------------------------------------------------------

/** SLIP (RFC 1055), an END at both sides. */
function slip(data: Buffer): Buffer {
  const escapes: Record<number, number[]> = { 0xc0: [0xdb, 0xdc], 0xdb: [0xdb, 0xdd] };
  return Buffer.from([0xc0, ...[...data].flatMap((byte) => escapes[byte] ?? [byte]), 0xc0]);
}

/** A line to a simulated chip whose answers are damaged, or to something that only chatters. */
class BadLine extends SerialLine {
  private readonly rom: EspRom;

  constructor(
    private readonly random: Random,
    flash: NorFlash,
    private readonly badness: number,
  ) {
    super('/dev/fuzz', random.below(4) === 0 ? { vendor: 0x303a, product: 0x1001 } : undefined);
    const chip = random.one<SimulatedChip>(['esp32', 'esp32s3', 'esp32c3', 'esp32c6', 'esp8266']);
    const stub = random.one(['runs', 'runs', 'refused', 'not started'] as const);
    this.rom = new EspRom(
      { chip, flash, stub, secure: random.below(16) === 0 },
      (data) => this.answer(data),
      () => {
        this.lost = true;
        this.emit('lost');
      },
    );
  }

  async write(data: Uint8Array): Promise<void> {
    if (this.lost) throw new UserError('the line is gone');
    this.rom.receive(this.random.below(this.badness * 4) === 0 ? this.random.damaged(data) : Buffer.from(data));
  }

  async setBaud(): Promise<void> {}

  async setLines(): Promise<boolean> {
    return this.random.below(8) !== 0;
  }

  async close(): Promise<void> {}

  private answer(data: Buffer): void {
    const { random } = this;
    let sent = data;
    if (random.below(this.badness) === 0) {
      const kind = random.below(8);
      if (kind === 0) return;
      if (kind === 1) sent = Buffer.concat([data, data]);
      else if (kind === 2) sent = Buffer.concat([random.bytes(random.below(300)), data]);
      else if (kind === 3) sent = this.forged(data);
      else if (kind === 4) sent = Buffer.concat(Array.from({ length: 1 + random.below(40) }, () => this.forged(data)));
      else if (kind === 5) sent = Buffer.concat([data, Buffer.alloc(random.below(200_000), random.below(256))]);
      else sent = random.damaged(data);
    }
    for (const part of random.below(4) === 0 ? random.parts(sent) : [sent]) this.emit('data', part);
  }

  /** A packet that is well made, and about nothing. */
  private forged(like: Buffer): Buffer {
    const { random } = this;
    const body = random.bytes(random.below(random.below(4) === 0 ? 5000 : 40));
    const head = Buffer.from([1, random.below(2) === 0 ? (like[2] ?? 0) : random.below(256), 0, 0, ...random.bytes(4)]);
    head.writeUInt16LE(random.below(4) === 0 ? random.below(65536) : body.length, 2);
    return slip(Buffer.concat([head, body]));
  }
}

async function serial(random: Random): Promise<void> {
  const time = new VirtualTime();
  try {
    const flash = new NorFlash(256 * 1024);
    random.bytes(64).copy(flash.data, 4096);
    const line = new BadLine(random, flash, random.one([2, 8, 40, 400]));
    const limits = { answerMs: 50, attempts: 1 + random.below(3), tries: 1 + random.below(3), pause: async () => {} };
    const data = random.bytes(1 + random.below(9000));
    const work = async (): Promise<void> => {
      const chip = await openChip(line, {
        limits,
        noStub: random.below(4) === 0,
        baud: random.one([115_200, 921_600]),
      });
      const size = 1 + random.below(5000);
      await chip.md5(0, size);
      const before = Buffer.from(flash.data.subarray(4096, 4096 + size));
      assert.deepStrictEqual(await chip.read(4096, size), before, 'what was read is not what is there');
      await chip.write(8192, data);
      assert.ok(flash.data.subarray(8192, 8192 + data.length).equals(data), 'a write that did not happen');
    };
    const done = work().catch((error: unknown) => {
      if (error instanceof assert.AssertionError) throw error;
      assert.ok(error instanceof Error, 'what is thrown is no error');
      // What esptool-js says of an answer it does not understand is an error of its own; a mistake of ours is none.
      assert.ok(!(error instanceof TypeError || error instanceof RangeError) || isForPeople(error), error);
    });
    await time.settle(done);
    await done;
    assert.ok(line.listenerCount('data') <= 1 && line.listenerCount('lost') <= 1, 'listeners are left');
  } finally {
    time.end();
  }
}

// ---- stacks ------------------------------------------------------------------------------------------------------

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'tinygram-fuzz-'));
process.on('exit', () => fs.rmSync(scratch, { recursive: true, force: true }));

const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]|\r(?!\n)/;

function consoleText(random: Random): string {
  const pieces = [
    '    at f (app.js:1:1)',
    'app.js:',
    ':1',
    'tinygram:dgram:3:9',
    'tinygram:../../etc/passwd:1:1',
    '\x1b[0;3',
  ];
  pieces.push(
    '1mE (12) wifi: ',
    '\x1b]0;title\x07',
    '\r',
    '\n',
    '\x9b2J',
    '\u202e',
    '99999999999999999999',
    ':-1:0',
    '/',
  );
  const longest = random.below(32) === 0 ? 200_000 : 3000;
  let text = '';
  for (let left = random.below(40); left > 0; left--) {
    const kind = random.below(8);
    if (kind === 0) text += random.bytes(random.below(30)).toString('latin1');
    else if (kind === 1)
      text += random.one(['a', 'a/', '1', ':1', '.', 'tinygram:', '\x1b[0m']).repeat(random.below(longest));
    else text += random.one(pieces);
  }
  return text;
}

/** A map as a build writes it, or nearly. */
function mapText(random: Random): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/,,,,;;;;';
  const mappings = Array.from({ length: random.below(200) }, () => random.one([...letters])).join('');
  const map = {
    version: 3,
    sources: ['../src/app.ts', null, '/etc/passwd'],
    names: ['x'],
    mappings: `AAAA;${mappings}`,
  };
  const text = JSON.stringify(map);
  return random.below(4) === 0 ? random.damaged(Buffer.from(text)).toString('latin1') : text;
}

async function stacks(random: Random): Promise<void> {
  const file = path.join(scratch, 'app.js.map');
  fs.writeFileSync(file, mapText(random));
  const mapper = new StackMapper(file, 'app.js');
  const text = consoleText(random);
  const mapped = mapper.map(text);
  assert.strictEqual(mapped.split('\n').length, text.split('\n').length);
  const shown = visible(mapped);
  assert.ok(!CONTROL.test(shown), 'a control character is sent to the terminal');
  const coloured = visible(mapped, { colours: true }).replace(/\x1b\[0(;3\dm[EWIDV] \(|m)/g, '');
  assert.ok(!CONTROL.test(coloured), 'more than a colour is sent to the terminal');
  const level = random.one(['error', 'warn', 'info', 'debug', 'verbose'] as const);
  const whole = new LogFilter(level).pass(text);
  const lines = text.split(/(?<=\n)/);
  const filter = new LogFilter(level);
  assert.strictEqual(lines.map((line) => filter.pass(line)).join(''), whole, 'how text comes decides what is shown');
}

// ---- the channel's lines ------------------------------------------------------------------------------------------

async function lines(random: Random): Promise<void> {
  const limit = 1 + random.below(200);
  let text = '';
  for (let left = random.below(60); left > 0; left--)
    text += random.one(['\n', '{"a":1}', 'x', 'ä', '\u{1f600}', '\0', '\r', 'y'.repeat(random.below(100))]);
  const all = text.split('\n').slice(0, -1);
  const got: string[] = [];
  const reader = new ChannelLines((line) => got.push(line), limit);
  for (const part of random.parts(Buffer.from(text))) reader.push(part);
  assert.deepStrictEqual(
    got,
    all.filter((line) => line.length <= limit),
  );
  assert.strictEqual(reader.dropped, all.length - got.length);
}

// ---- what lies in flash -------------------------------------------------------------------------------------------

function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return undefined;
  }
}

async function records(random: Random): Promise<void> {
  const slot = (): 'a' | 'b' | undefined => random.one(['a', 'b', undefined] as const);
  const [active, trial] = [slot(), slot()];
  const made = {
    sequence: random.one([0, 1, 0x7fffffff, 0x80000000, 0xffffffff, random.below(2 ** 32)]),
    ...(active ? { active } : {}),
    ...(trial && trial !== active ? { trial } : {}),
    starts: random.below(256),
    allowed: random.below(256),
  };
  const record = encodeRecord(made);
  assert.deepStrictEqual(decodeRecord(record), made);
  const damaged = random.damaged(record);
  const first = random.one([record, damaged, Buffer.alloc(32, 0xff), random.bytes(40)]);
  const { record: held } = heldRecord(first, random.one([damaged, record, Buffer.alloc(0)]));
  const idle = idleSlot(held);
  assert.notStrictEqual(held?.active, idle, 'an app that boots is written over');
  assert.strictEqual(bootSlot(trialRecord(held, idle)), idle);

  const image = {
    engine: random.one(['quickjs', 'jerryscript', '']),
    engineVersion: random.below(2 ** 32),
    codeFormat: random.below(2 ** 32),
    kind: random.one(['source', 'code'] as const),
    code: random.bytes(random.below(300)),
    entry: random.one(['app.js', '', 'ä/b.js']),
  };
  const data = encodeImage(image);
  assert.deepStrictEqual(
    readable(() => decodeImage(data)),
    image,
  );
  const other = readable(() => decodeImage(random.below(8) === 0 ? random.bytes(100) : random.damaged(data)));
  assert.ok(other === undefined || other.code.length <= data.length);

  const table = random.damaged(Buffer.concat([Buffer.from([0xaa, 0x50, 1, 2]), random.bytes(random.below(200))]));
  const partitions = readable(() => decodeTable(table)) ?? [];
  assert.ok(partitions.every(({ name, offset, size }) => name.length <= 16 && offset >= 0 && size >= 0));
}

// ---- the run -------------------------------------------------------------------------------------------------------

interface Target {
  run: (random: Random) => Promise<void>;
  /** The files that it is about. */
  about: RegExp;
}

const TARGETS: Record<string, Target> = {
  serial: { run: serial, about: /boards\/esp_(chip|transport|reset)\.js$/ },
  stacks: { run: stacks, about: /(build\/(stack|sourcemap)|boards\/(visible|esp_log))\.js$/ },
  lines: { run: lines, about: /boards\/channel_lines\.js$/ },
  records: { run: records, about: /(boards\/(slots|esp_partitions)|build\/image)\.js$/ },
};

/** Lines of made JavaScript that ran, by file. */
function reached(scripts: Profiler.ScriptCoverage[], about: RegExp): string[] {
  return scripts
    .filter(({ url }) => about.test(url))
    .map(({ url, functions }) => {
      const file = fileURLToPath(url);
      const text = fs.readFileSync(file, 'utf8');
      const counts = new Int32Array(text.length).fill(1);
      const ranges = functions
        .flatMap((each) => each.ranges)
        .sort((a, b) => b.endOffset - b.startOffset - (a.endOffset - a.startOffset));
      for (const { startOffset, endOffset, count } of ranges) counts.fill(count, startOffset, endOffset);
      let at = 0;
      const covered = text.split('\n').flatMap((line) => {
        const start = at + line.search(/\S/);
        at += line.length + 1;
        return /^\s*([})\]];?)*\s*(\/\/.*|\*.*|\/\*.*)?$/.test(line) ? [] : [(counts[start] ?? 0) > 0];
      });
      const count = covered.filter(Boolean).length;
      const share = ((100 * count) / covered.length).toFixed(1);
      return `  ${path.basename(file)}: ${count} of ${covered.length} lines, ${share}%`;
    });
}

/** So many inputs before the slowest one is looked for. */
const WARM = 20;

/** The numbers of inputs that are tried each time, from tests/fuzz/corpus/<target>/numbers: one a line. */
function keptNumbers(target: string): number[] {
  const file = inRoot('tests', 'fuzz', 'corpus', target, 'numbers');
  if (!fs.existsSync(file)) return [];
  return fs.readFileSync(file, 'utf8').split('\n').filter(Boolean).map(Number);
}

async function reach(session: Session, target: Target, first: number, runs: number): Promise<void> {
  const seen = new Set<string>();
  for (let number = first; number < first + runs; number++) {
    await target.run(new Random(number));
    const before = seen.size;
    session.post('Profiler.takePreciseCoverage', (error, { result }) => {
      assert.strictEqual(error, null);
      for (const { url, functions } of result.filter((script) => target.about.test(script.url))) {
        for (const { startOffset, endOffset, count } of functions.flatMap(({ ranges }) => ranges))
          if (count > 0) seen.add(`${url} ${startOffset} ${endOffset}`);
      }
    });
    if (seen.size > before) console.log(number);
  }
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seconds: { type: 'string', default: '5' },
      first: { type: 'string' },
      runs: { type: 'string' },
      reach: { type: 'boolean' },
    },
  });
  const target = TARGETS[positionals[0] ?? ''];
  if (!target) throw new Error(`targets are ${Object.keys(TARGETS).join(', ')}`);
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  const clock = (): number => performance.now() / 1000;
  const first = Number(values.first ?? Math.floor(Date.now() / 1000) * 1000);
  const kept = values.runs === undefined ? keptNumbers(positionals[0] as string) : [];
  if (values.reach) return reach(session, target, first, Number(values.runs ?? 1000));
  let [executions, slowest, slowestNumber] = [0, 0, first];
  const runs = Number(values.runs ?? Infinity);
  // Time is for new ones.
  let end = Infinity;
  for (; executions < runs && clock() < end; executions++) {
    if (executions === kept.length && values.runs === undefined) end = clock() + Number(values.seconds);
    const number = kept[executions] ?? first + executions - kept.length;
    const started = clock();
    const processor = process.cpuUsage();
    try {
      await target.run(new Random(number));
      assert.ok(clock() - started < PATIENCE, `it takes ${(clock() - started).toFixed(1)} s`);
    } catch (error) {
      console.log(`--first ${number} --runs 1 fails: ${error instanceof Error ? error.stack : String(error)}`);
      process.exit(1);
    }
    const { user, system } = process.cpuUsage(processor);
    // The first ones are slow because nothing is compiled yet.
    if (executions < WARM || user + system <= slowest) continue;
    [slowest, slowestNumber] = [user + system, number];
  }
  console.log(`executions: ${executions}\nslowest: ${slowest}\nslowest input: ${slowestNumber}`);
  session.post('Profiler.takePreciseCoverage', (error, { result }) => {
    console.log(error === null ? reached(result, target.about).join('\n') : error.message);
  });
}

void main();
