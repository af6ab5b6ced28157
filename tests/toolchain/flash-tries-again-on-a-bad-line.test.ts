/** Bytes lost, cut off, changed and late in either direction, at each kind of request: flashed all the same. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boot, flashWithFirmware, type FirmwareChip } from './lib/esp_board';
import type { Fault, RomOptions } from './lib/esp_rom';
import { appImage, dense, flashBoard, QUICK } from './lib/esp_tool';
import { MemoryLine } from './lib/memory_line';
import { NorFlash } from './lib/nor_flash';
import { inVirtualTime } from './lib/virtual_time';

const FAULTS: Fault[] = [
  'lose request',
  'cut request',
  'garble request',
  'lose answer',
  'cut answer',
  'garble answer',
  'answer twice',
  'noise',
  'late answer',
];

const APP = appImage(`app ${dense(20_000)}`);

/** The requests that a flash makes, by name, in order. */
async function requests(chip: FirmwareChip, stub: 'runs' | 'refused'): Promise<string[]> {
  const seen: string[] = [];
  const fault: RomOptions['fault'] = (_number, command) => void seen.push(command);
  await flashBoard(new MemoryLine({ chip, stub, fault, flash: flashWithFirmware(chip) }), { app: APP }, QUICK);
  return seen;
}

/** Flashes once for each kind of request, whose first one meets the fault; each board then boots the app. */
async function strikeEachKind(chip: FirmwareChip, stub: 'runs' | 'refused', fault: Fault): Promise<void> {
  const before = flashWithFirmware(chip);
  for (const kind of new Set(await requests(chip, stub))) {
    const flash = new NorFlash(before.data);
    let struck = false;
    const strike: RomOptions['fault'] = (_number, command) => {
      if (struck || command !== kind) return undefined;
      struck = true;
      return fault;
    };
    try {
      await flashBoard(new MemoryLine({ chip, stub, flash, fault: strike }), { app: APP }, QUICK);
    } catch (error) {
      throw new Error(`${kind}: ${String(error)}`, { cause: error });
    }
    assert.ok(struck, kind);
    assert.match(boot(flash).code as string, /^app /, kind);
  }
}

for (const [chip, stub] of [
  ['esp32c3', 'runs'],
  ['esp32', 'refused'],
] as const) {
  for (const fault of FAULTS)
    test(`${fault}; ${chip}, stub ${stub}`, (t) => inVirtualTime(t, () => strikeEachKind(chip, stub, fault)));
}

test('a page that is not written as it should be is written again', async () => {
  const flash = flashWithFirmware('esp32s3');
  flash.weakPages = 2;
  await flashBoard(new MemoryLine({ chip: 'esp32s3', flash }), { app: APP });
  assert.match(boot(flash).code as string, /^app /);
});

test('a chip that hangs is a UserError; the board boots what it had', (t) =>
  inVirtualTime(t, async () => {
    const before = flashWithFirmware('esp32c6');
    await flashBoard(new MemoryLine({ chip: 'esp32c6', flash: before }), { app: appImage('old') });
    const old = boot(new NorFlash(before.data));
    for (const kind of ['FLASH_DEFL_BEGIN', 'FLASH_DEFL_DATA', 'FLASH_DEFL_END', 'SPI_FLASH_MD5', 'READ_FLASH']) {
      const flash = new NorFlash(before.data);
      const fault: RomOptions['fault'] = (_number, command) => (command === kind ? 'hang' : undefined);
      await assert.rejects(
        flashBoard(new MemoryLine({ chip: 'esp32c6', flash, fault }), { app: APP }),
        /^UserError: The chip on \S+ stopped answering \(.*\)\. .* The board still boots what it had\./,
        kind,
      );
      assert.deepEqual(boot(flash), old, kind);
    }
  }));

test('a port that takes nothing more ends it, whenever that begins', (t) =>
  inVirtualTime(t, async () => {
    const before = flashWithFirmware('esp32c3');
    await flashBoard(new MemoryLine({ chip: 'esp32c3', flash: before }), { app: appImage('old') });
    const old = boot(new NorFlash(before.data));
    for (const [kind, why] of [
      ['MEM_BEGIN', /^UserError: The chip on \S+ does not answer\. Hold its BOOT button/],
      ['FLASH_DEFL_BEGIN', /^UserError: The chip on \S+ stopped answering \(the port takes nothing, 10000 ms long\)\./],
    ] as const) {
      const flash = new NorFlash(before.data);
      let stuck = false;
      const fault: RomOptions['fault'] = (_number, command) => {
        stuck ||= command === kind;
        return undefined;
      };
      const line = new MemoryLine({ chip: 'esp32c3', flash, fault });
      const write = line.write.bind(line);
      line.write = (data) => (stuck ? new Promise(() => undefined) : write(data));
      const started = Date.now();
      await assert.rejects(flashBoard(line, { app: APP }), why);
      assert.ok(Date.now() - started < 60_000, `${Date.now() - started} ms`);
      assert.deepEqual(boot(flash), old);
    }
  }));

test('an answer of another kind than any expected is told as a bad line', async () => {
  const fault: RomOptions['fault'] = (_number, command) => (command === 'READ_FLASH_SLOW' ? 'cut request' : undefined);
  const line = new MemoryLine({ chip: 'esp32', stub: 'refused', flash: flashWithFirmware('esp32'), fault });
  await assert.rejects(flashBoard(line, { app: APP }), /^UserError: The chip on \S+ stopped answering \(unsupported/);
});
