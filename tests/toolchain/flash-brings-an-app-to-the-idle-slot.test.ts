import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boot, confirm, EspBoard, flashWithFirmware, type FirmwareChip } from './lib/esp_board';
import type { RomOptions } from './lib/esp_rom';
import { appImage, dense, flashBoard } from './lib/esp_tool';

const NAMES = { esp32: 'ESP32', esp32s3: 'ESP32-S3', esp32c3: 'ESP32-C3', esp32c6: 'ESP32-C6' };

for (const chip of Object.keys(NAMES) as FirmwareChip[]) {
  for (const stub of ['runs', 'refused', 'not started'] as RomOptions['stub'][]) {
    test(`${chip}, stub ${stub}: apps take turns in the slots`, async () => {
      const flash = flashWithFirmware(chip);
      const board = new EspBoard({ chip, flash, ...(stub ? { stub } : {}) });
      const port = await board.plug();
      const first = appImage(`first ${dense(30_000)}`);
      const told = await flashBoard(port, { app: first, chip });
      assert.equal(board.rom.running, stub === 'runs' ? 'stub' : 'rom');
      assert.match(told.lines[0] as string, new RegExp(`^${NAMES[chip]} on \\S+, 4 MB of flash`));
      assert.match(told.lines.join('\n'), /in slot a: 300\d\d bytes written, verified\nIt is on trial.*no other app/);
      assert.deepEqual(told.progress.at(-1)?.slice(1), [told.progress[0]?.[2], told.progress[0]?.[2]]);
      assert.match(told.lines.at(-1) as string, /has no control lines: press RESET/);
      assert.match(boot(flash).code as string, /^first/);
      confirm(flash);
      assert.deepEqual({ ...boot(flash), code: undefined }, { slot: 'a', code: undefined, trial: false });

      board.unplug();
      await board.plug();
      await flashBoard(port, { app: appImage('second') });
      assert.deepEqual(boot(flash), { slot: 'b', code: 'second', trial: true });
      assert.equal(boot(flash).slot, 'b');
      assert.equal(boot(flash).slot, 'b');
      const { slot, trial } = boot(flash);
      assert.deepEqual({ slot, trial }, { slot: 'a', trial: false }, 'no confirmation: back to a');
    });
  }
}
