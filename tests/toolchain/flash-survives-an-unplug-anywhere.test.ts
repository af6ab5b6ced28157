/** At every request, and in the middle of every change of the flash, the plug is pulled. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boot, confirm, EspBoard, flashWithFirmware, type Boot, type FirmwareChip } from './lib/esp_board';
import type { RomOptions } from './lib/esp_rom';
import { appImage, dense, flashBoard } from './lib/esp_tool';
import { NorFlash } from './lib/nor_flash';

const NEW = `new ${dense(4500)}`;

/** A board that boots `code` from slot a, confirmed or still on trial. */
async function boardWith(chip: FirmwareChip, code: string, confirmed: boolean): Promise<NorFlash> {
  const flash = flashWithFirmware(chip);
  const board = new EspBoard({ chip, flash });
  await flashBoard(await board.plug(), { app: appImage(code) });
  if (confirmed) confirm(flash);
  board.unplug();
  return flash;
}

const bootsOf = (flash: NorFlash): Boot => boot(new NorFlash(flash.data));

/** Boards at work at the same time: each waits for its port most of the time. */
const AT_ONCE = 6;

interface Place {
  /** The number of a request, or of a change of the flash. */
  request?: number;
  change?: number;
}

/** Flashes with the plug pulled at a place. The board must boot what it had; flashed again, it boots the new app. */
async function pull(options: Omit<RomOptions, 'flash'>, before: NorFlash, app: string, at: Place): Promise<void> {
  const flash = new NorFlash(before.data);
  flash.powerFor = at.change ?? Infinity;
  const fault: RomOptions['fault'] = (number) => (number === at.request ? 'unplug' : undefined);
  const board = new EspBoard({ ...options, flash, fault });
  const what = JSON.stringify(at);
  await assert.rejects(
    flashBoard(await board.plug(), { app }),
    /^UserError: \S+tty went away: was the board unplugged\? (Nothing was written|The board still boots)/,
    what,
  );
  // The last change is the record: once that is in flash, the answer to it alone was lost.
  const [old, now] = [bootsOf(before), bootsOf(flash)];
  if (now.code === NEW) assert.deepEqual(now, { slot: 'b', code: NEW, trial: true }, what);
  else assert.deepEqual(now, old, what);
  if (flash.data.equals(before.data)) return;
  flash.powerFor = Infinity;
  const other = new EspBoard({ ...options, flash });
  await flashBoard(await other.plug(), { app });
  other.unplug();
  assert.deepEqual(bootsOf(flash), { slot: 'b', code: NEW, trial: true }, `${what}, flashed again`);
}

async function pullAll(chip: FirmwareChip, stub: 'runs' | 'refused', confirmed: boolean, by: keyof Place) {
  const before = await boardWith(chip, 'old', confirmed);
  const app = appImage(NEW);
  // Once without a fault, to know the places.
  const flash = new NorFlash(before.data);
  const board = new EspBoard({ chip, stub, flash });
  await flashBoard(await board.plug(), { app });
  board.unplug();
  const { requests } = board.rom;
  const places: Place[] =
    by === 'change'
      ? Array.from({ length: flash.changes }, (_, change) => ({ change }))
      : requests
          .map((name, request) => ({ name, request }))
          // Of a row of reads the first and the last will do.
          .filter(({ name, request }) => name !== requests[request - 1] || name !== requests[request + 1])
          .map(({ request }) => ({ request }));
  for (let first = 0; first < places.length; first += AT_ONCE) {
    await Promise.all(places.slice(first, first + AT_ONCE).map((at) => pull({ chip, stub }, before, app, at)));
  }
  return places.length;
}

const PAGES = Math.ceil((64 + NEW.length) / 256);

for (const stub of ['runs', 'refused'] as const) {
  for (const confirmed of [true, false]) {
    const state = confirmed ? 'an app that was confirmed' : 'an app that is on trial still';
    test(`the power goes in every change; ${state}, stub ${stub}`, { timeout: 120_000 }, async () => {
      // Two sectors of the image and their pages, the record's sector and its page.
      assert.ok((await pullAll('esp32c3', stub, confirmed, 'change')) >= 2 + PAGES + 2);
    });
  }
  test(`the plug is pulled at every request; stub ${stub}`, { timeout: 120_000 }, async () => {
    assert.ok((await pullAll('esp32', stub, true, 'request')) > 20);
  });
}
