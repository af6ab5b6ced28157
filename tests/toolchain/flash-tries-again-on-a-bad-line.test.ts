/** Bytes lost, cut off and changed in either direction, at each kind of request: flashed all the same. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boot, EspBoard, flashWithFirmware, type FirmwareChip } from './lib/esp_board';
import type { Fault } from './lib/esp_rom';
import { appImage, dense, flashBoard, QUICK } from './lib/esp_tool';
import { NorFlash } from './lib/nor_flash';

const FAULTS: Fault[] = ['lose request', 'cut request', 'garble request', 'lose answer', 'cut answer', 'garble answer'];

const APP = appImage(`app ${dense(20_000)}`);

/** The kinds of request that a flash makes, in the order of their first time. */
async function kinds(chip: FirmwareChip, stub: 'runs' | 'refused'): Promise<string[]> {
  const board = new EspBoard({ chip, stub, flash: flashWithFirmware(chip) });
  await flashBoard(await board.plug(), { app: APP }, QUICK);
  board.unplug();
  return [...new Set(board.rom.requests)];
}

for (const [chip, stub] of [
  ['esp32c3', 'runs'],
  ['esp32', 'refused'],
] as const) {
  for (const fault of FAULTS) {
    test(`${fault}; ${chip}, stub ${stub}`, { timeout: 60_000 }, async () => {
      const before = flashWithFirmware(chip);
      await Promise.all(
        (await kinds(chip, stub)).map(async (kind) => {
          const flash = new NorFlash(before.data);
          let struck = false;
          const board = new EspBoard({
            chip,
            stub,
            flash,
            fault: (_number, command) => {
              if (struck || command !== kind) return undefined;
              struck = true;
              return fault;
            },
          });
          try {
            await flashBoard(await board.plug(), { app: APP }, QUICK);
          } catch (error) {
            throw new Error(`${kind}: ${String(error)}`);
          }
          board.unplug();
          assert.ok(struck, kind);
          assert.match(boot(flash).code as string, /^app /, kind);
        }),
      );
    });
  }
}

test('a page that is not written as it should be is written again', async () => {
  const flash = flashWithFirmware('esp32s3');
  const board = new EspBoard({ chip: 'esp32s3', flash });
  flash.weakPages = 2;
  const port = await board.plug();
  await flashBoard(port, { app: APP });
  assert.match(boot(flash).code as string, /^app /);
});

test('a chip that hangs is a UserError; the board boots what it had', { timeout: 60_000 }, async () => {
  const before = flashWithFirmware('esp32c6');
  const board = new EspBoard({ chip: 'esp32c6', flash: before });
  await flashBoard(await board.plug(), { app: appImage('old') });
  board.unplug();
  const old = boot(new NorFlash(before.data));
  for (const kind of ['FLASH_DEFL_BEGIN', 'FLASH_DEFL_DATA', 'FLASH_DEFL_END', 'SPI_FLASH_MD5', 'READ_FLASH']) {
    const flash = new NorFlash(before.data);
    const hanging = new EspBoard({
      chip: 'esp32c6',
      flash,
      fault: (_number, command) => (command === kind ? 'hang' : undefined),
    });
    await assert.rejects(
      flashBoard(await hanging.plug(), { app: APP }, { answerMs: 100, attempts: 2, tries: 2 }),
      /^UserError: The chip on \S+ stopped answering \(.*\)\. .* The board still boots what it had\./,
      kind,
    );
    hanging.unplug();
    assert.deepEqual(boot(flash), old, kind);
  }
});
