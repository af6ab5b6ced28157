/* Two slots for apps, from the flash of a board to script: the host port boots a file that holds a whole flash. */
import assert from 'node:assert';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';
import { crc32 } from 'node:zlib';
import { buildImage } from '#toolchain/commands/build';
import { startBoard } from '#toolchain/boards/board';
import { engineMissing, firmwareOf, type Target, targetName, targets } from '../runner/targets';
import { scratch } from '../toolchain/lib/scratch';

const TABLE_AT = 0x8000;
const SLOT_SIZE = 0xf0000;
/** ports/esp32/partitions.csv, as far as apps go: name, subtype, offset, size. */
const PARTITIONS: [string, number, number, number][] = [
  ['app_a', 0x41, 0x200000, SLOT_SIZE],
  ['app_b', 0x42, 0x2f0000, SLOT_SIZE],
  ['slots', 0x40, 0x3e0000, 0x2000],
];
const [APP_A, APP_B, RECORD] = [0x200000, 0x2f0000, 0x3e0000];
const NONE = 0xff;

/** Says what it knows of its slot, on the stream of the board's own lines, does what WAY says, and ends. */
const SOURCE = `
import * as tinygram from 'tinygram';
const say = (): void => console.error(APP + ' ' + tinygram.slot + ' ' + tinygram.trial);
say();
switch (process.env.WAY) {
  case 'confirm': console.error(String(tinygram.confirm())); say(); console.error(String(tinygram.confirm())); break;
  case 'stay': setTimeout(say, 400); break;
  case 'throw': throw new Error('no good');
  case 'hang': for (;;);
}
`;

function record(active: number, trial: number): Buffer {
  const data = Buffer.alloc(32);
  data.write('TGS1', 'latin1');
  data.writeUInt32LE(1, 4);
  Buffer.from([active, trial, 0, 3]).copy(data, 8);
  data.writeUInt32LE(crc32(data.subarray(0, 28)), 28);
  return data;
}

/** A board of one engine, whose flash is a file. */
class SlotBoard {
  private readonly folder = scratch();
  private readonly flash = path.join(this.folder, 'flash.bin');

  constructor(private readonly target: Target) {}

  async image(app: string): Promise<Buffer> {
    const file = path.join(this.folder, `${app}.ts`);
    fs.writeFileSync(file, `const APP = '${app}';\n${SOURCE}`);
    const { image } = await buildImage(file, { ...this.target, out: path.join(this.folder, `${app}.tgi`) });
    return fs.readFileSync(image);
  }

  /** Erased but for the table and these. */
  fill(parts: [number, Buffer][]): void {
    const data = Buffer.alloc(0x400000, 0xff);
    PARTITIONS.forEach(([name, subtype, offset, size], index) => {
      const entry = Buffer.alloc(32);
      Buffer.from([0xaa, 0x50, 1, subtype]).copy(entry);
      entry.writeUInt32LE(offset, 4);
      entry.writeUInt32LE(size, 8);
      entry.write(name, 12, 'latin1');
      entry.copy(data, TABLE_AT + 32 * index);
    });
    for (const [offset, part] of parts) part.copy(data, offset);
    fs.writeFileSync(this.flash, data);
  }

  /** Starts the board, and gives its exit code and the lines that it wrote. */
  async start(way: string, words: string[] = [], timeoutMs = 20_000): Promise<[number, string[]]> {
    const board = await startBoard({
      port: 'host',
      firmware: await firmwareOf(this.target),
      words: [`flash=${this.flash}`, `env.WAY=${way}`, ...words],
      timeoutMs,
    });
    const { code } = await board.exited;
    return [code, board.output.trimEnd().split('\n')];
  }
}

function onHost(name: string, body: (board: SlotBoard, one: Buffer, two: Buffer) => Promise<void>): void {
  for (const target of targets(process.env.PORT, process.env.ENGINE).filter(({ port }) => port === 'host')) {
    test(`${name} (${targetName(target)})`, { skip: engineMissing(target.engine), timeout: 120_000 }, async () => {
      const board = new SlotBoard(target);
      await body(board, await board.image('one'), await board.image('two'));
    });
  }
}

onHost('an app that confirms stays', async (board, one, two) => {
  board.fill([
    [APP_A, one],
    [APP_B, two],
    [RECORD, record(0, 1)],
  ]);
  assert.deepStrictEqual(await board.start('confirm'), [
    0,
    [
      'tinygram: slot b is on trial: start 1 of 3.',
      'two b true',
      'tinygram: slot b is confirmed.',
      'true',
      'two b false',
      'false',
    ],
  ]);
  assert.deepStrictEqual(await board.start('end'), [0, ['two b false']]);
});

onHost('an app that runs long enough is confirmed', async (board, one, two) => {
  board.fill([
    [APP_A, one],
    [APP_B, two],
    [RECORD, record(0, 1)],
  ]);
  assert.deepStrictEqual(await board.start('stay', ['confirm=50']), [
    0,
    ['tinygram: slot b is on trial: start 1 of 3.', 'two b true', 'tinygram: slot b is confirmed.', 'two b false'],
  ]);
  board.fill([
    [APP_A, one],
    [APP_B, two],
    [RECORD, record(0, 1)],
  ]);
  assert.deepStrictEqual(await board.start('stay', ['confirm=0']), [
    0,
    ['tinygram: slot b is on trial: start 1 of 3.', 'two b true', 'two b true'],
  ]);
});

onHost('an app that ends, throws or hangs goes back to the one before', async (board, one, two) => {
  board.fill([
    [APP_A, one],
    [APP_B, two],
    [RECORD, record(0, 1)],
  ]);
  assert.deepStrictEqual(await board.start('end', ['confirm=5000']), [
    0,
    ['tinygram: slot b is on trial: start 1 of 3.', 'two b true'],
  ]);
  const [code, thrown] = await board.start('throw');
  assert.deepStrictEqual([code, thrown[0]], [1, 'tinygram: slot b is on trial: start 2 of 3.']);
  // The timer that would confirm never runs: the board's watchdog ends such an app, here it is the time limit.
  const [, hung] = await board.start('hang', ['confirm=1'], 2_000);
  assert.deepStrictEqual(hung, ['tinygram: slot b is on trial: start 3 of 3.', 'two b true']);
  assert.deepStrictEqual(await board.start('end'), [
    0,
    ['tinygram: slot b is withdrawn: it did not confirm in 3 starts.', 'tinygram: slot a runs.', 'one a false'],
  ]);
  assert.deepStrictEqual(await board.start('end'), [0, ['one a false']]);
});

onHost('a damaged app gives way to the other', async (board, one, two) => {
  const damaged = Buffer.from(one);
  damaged[100] ^= 1;
  board.fill([
    [APP_A, damaged],
    [APP_B, two],
    [RECORD, record(0, NONE)],
  ]);
  const [code, lines] = await board.start('end');
  assert.strictEqual(code, 0, lines.join('\n'));
  assert.match(lines[0], /^tinygram: slot a cannot run: the app image is damaged: its CRC-32 is /);
  assert.deepStrictEqual(lines.slice(1), ['tinygram: slot b runs.', 'two b false']);
  assert.deepStrictEqual(await board.start('end'), [0, ['two b false']]);
});

onHost('an empty board says how to get an app', async (board) => {
  board.fill([]);
  const [code, lines] = await board.start('end');
  assert.strictEqual(code, 71);
  assert.deepStrictEqual(lines.slice(0, 3), [
    'tinygram: slot a cannot run: it is empty.',
    'tinygram: slot b cannot run: it is empty.',
    'tinygram: no slot holds an app that can run: flash one (tinygram flash --app app.tgi).',
  ]);
});
