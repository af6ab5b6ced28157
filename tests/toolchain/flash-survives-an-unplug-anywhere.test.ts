/** At every request, and in the middle of every change of the flash, the plug is pulled. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boot, confirm, EspBoard, flashWithFirmware, type Boot, type FirmwareChip } from './lib/esp_board';
import type { RomOptions } from './lib/esp_rom';
import { appImage, dense, flashBoard } from './lib/esp_tool';
import { MemoryLine } from './lib/memory_line';
import { NorFlash } from './lib/nor_flash';
import { inVirtualTime } from './lib/virtual_time';

const NEW = `new ${dense(4500)}`;

/** What stands between the board and this computer: a line in memory, or a pseudo-terminal of the system's. */
type Port = 'memory' | 'terminal';

/** Flashes the app, with whatever the options have happen to the board. */
async function flashOver(port: Port, options: RomOptions, app: string): Promise<void> {
  if (port === 'memory') return void (await flashBoard(new MemoryLine(options), { app }));
  const board = new EspBoard(options);
  try {
    await flashBoard(await board.plug(), { app });
  } finally {
    board.unplug();
  }
}

/** A board that boots `code` from slot a, confirmed or still on trial. */
async function boardWith(chip: FirmwareChip, code: string, confirmed: boolean): Promise<NorFlash> {
  const flash = flashWithFirmware(chip);
  await flashOver('memory', { chip, flash }, appImage(code));
  if (confirmed) confirm(flash);
  return flash;
}

const bootsOf = (flash: NorFlash): Boot => boot(new NorFlash(flash.data));

interface Place {
  /** The number of a request, or of a change of the flash. */
  request?: number;
  change?: number;
}

/** Flashes with the plug pulled at a place. The board must boot what it had; flashed again, it boots the new app. */
async function pull(
  port: Port,
  options: Omit<RomOptions, 'flash'>,
  before: NorFlash,
  app: string,
  at: Place,
): Promise<void> {
  const flash = new NorFlash(before.data);
  flash.powerFor = at.change ?? Infinity;
  const fault: RomOptions['fault'] = (number) => (number === at.request ? 'unplug' : undefined);
  const what = JSON.stringify(at);
  await assert.rejects(
    flashOver(port, { ...options, flash, fault }, app),
    /^UserError: \S+ went away: was the board unplugged\? (Nothing was written|The board still boots)/,
    what,
  );
  // The last change is the record: once that is in flash, the answer to it alone was lost.
  const [old, now] = [bootsOf(before), bootsOf(flash)];
  if (now.code === NEW) assert.deepEqual(now, { slot: 'b', code: NEW, trial: true }, what);
  else assert.deepEqual(now, old, what);
  if (flash.data.equals(before.data)) return;
  flash.powerFor = Infinity;
  await flashOver(port, { ...options, flash }, app);
  assert.deepEqual(bootsOf(flash), { slot: 'b', code: NEW, trial: true }, `${what}, flashed again`);
}

/** Pulls the plug at each place, one after the other; resolves with their number. */
async function pullAll(
  port: Port,
  chip: FirmwareChip,
  stub: 'runs' | 'refused',
  confirmed: boolean,
  by: keyof Place,
): Promise<number> {
  const before = await boardWith(chip, 'old', confirmed);
  const app = appImage(NEW);
  // Once without a fault, to know the places.
  const flash = new NorFlash(before.data);
  const requests: string[] = [];
  const fault: RomOptions['fault'] = (_number, command) => void requests.push(command);
  await flashOver(port, { chip, stub, flash, fault }, app);
  const places: Place[] =
    by === 'change'
      ? Array.from({ length: flash.changes }, (_, change) => ({ change }))
      : requests
          .map((name, request) => ({ name, request }))
          // Of a row of reads the first and the last will do.
          .filter(({ name, request }) => name !== requests[request - 1] || name !== requests[request + 1])
          .map(({ request }) => ({ request }));
  for (const at of places) await pull(port, { chip, stub }, before, app, at);
  return places.length;
}

const PAGES = Math.ceil((64 + NEW.length) / 256);

for (const stub of ['runs', 'refused'] as const) {
  for (const confirmed of [true, false]) {
    const state = confirmed ? 'an app that was confirmed' : 'an app that is on trial still';
    test(`the power goes in every change; ${state}, stub ${stub}`, (t) =>
      inVirtualTime(t, async () => {
        // Two sectors of the image and their pages, the record's sector and its page.
        assert.ok((await pullAll('memory', 'esp32c3', stub, confirmed, 'change')) >= 2 + PAGES + 2);
      }));
  }
  test(`the plug is pulled at every request; stub ${stub}`, (t) =>
    inVirtualTime(t, async () => {
      assert.ok((await pullAll('memory', 'esp32', stub, true, 'request')) > 20);
    }));
}

test("the plug of one of the system's own ports is pulled, at the first request of a write", async () => {
  const before = await boardWith('esp32', 'old', true);
  let write: number | undefined;
  const fault: RomOptions['fault'] = (number, command) => {
    if (command === 'FLASH_DEFL_BEGIN') write ??= number;
    return undefined;
  };
  const app = appImage(NEW);
  await flashOver('memory', { chip: 'esp32', flash: new NorFlash(before.data), fault }, app);
  assert.ok(write !== undefined);
  await pull('terminal', { chip: 'esp32' }, before, app, { request: write });
});
