import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';
import { boot, confirm, EspBoard, flashWithFirmware, FLASH_SIZE, idfBuild } from './lib/esp_board';
import { appImage, dense, flashBoard } from './lib/esp_tool';
import { NorFlash } from './lib/nor_flash';

const hex = (addresses: Iterable<number>): string[] => [...addresses].map((at) => `0x${at.toString(16)}`);

test('the same image a second time changes nothing, on trial and after it', async () => {
  const flash = flashWithFirmware('esp32c3');
  const board = new EspBoard({ chip: 'esp32c3', flash });
  const app = appImage(`app ${dense(20_000)}`);
  await flashBoard(await board.plug(), { app });
  assert.ok(flash.changes > 0);
  for (const state of ['on trial', 'confirmed']) {
    if (state === 'confirmed') confirm(flash);
    const before = flash.changes;
    board.unplug();
    const told = await flashBoard(await board.plug(), { app });
    assert.equal(flash.changes - before, 0, state);
    assert.match(told.lines.join('\n'), /in slot a: \d+ bytes, all there already/);
    assert.deepEqual(told.progress, []);
  }
  assert.match(boot(flash).code as string, /^app /);
});

test('the same firmware a second time changes nothing', async () => {
  const flash = new NorFlash(FLASH_SIZE);
  const board = new EspBoard({ chip: 'esp32', flash });
  const firmware = idfBuild('esp32');
  await flashBoard(await board.plug(), { firmware });
  const before = flash.changes;
  assert.ok(before > 0);
  board.unplug();
  const told = await flashBoard(await board.plug(), { firmware });
  assert.equal(flash.changes - before, 0);
  assert.match(told.lines.join('\n'), /tinygram\.bin: 40000 bytes, all there already/);
});

test('of a firmware with one changed byte 16 KiB are written, and nothing beside them', async () => {
  const flash = new NorFlash(FLASH_SIZE);
  const board = new EspBoard({ chip: 'esp32s3', flash });
  const firmware = idfBuild('esp32s3', 100_000);
  const port = await board.plug();
  await flashBoard(port, { firmware });
  const file = path.join(firmware, 'tinygram.bin');
  const data = fs.readFileSync(file);
  data[50_000] = (data[50_000] as number) ^ 1;
  fs.writeFileSync(file, data);
  flash.touched.clear();
  board.unplug();
  const told = await flashBoard(await board.plug(), { firmware });
  assert.deepEqual(hex(flash.touched).sort(), ['0x1c000', '0x1d000', '0x1e000', '0x1f000']);
  assert.match(told.lines.join('\n'), /tinygram\.bin: 16384 of 100000 bytes written, verified/);
  assert.ok(flash.data.subarray(0x10000, 0x10000 + data.length).equals(data));
});

test('an image that lies in the idle slot needs a record alone', async () => {
  const flash = flashWithFirmware('esp32c6');
  const board = new EspBoard({ chip: 'esp32c6', flash });
  const [one, two] = [appImage('one'), appImage('two')];
  const again = async (app: string): Promise<number> => {
    board.unplug();
    const port = await board.plug();
    const before = flash.changes;
    await flashBoard(port, { app });
    return flash.changes - before;
  };
  await again(one);
  confirm(flash);
  await again(two);
  // Back to what was confirmed: the trial is taken back, no image moves.
  assert.equal(await again(one), 2);
  assert.deepEqual(boot(flash), { slot: 'a', code: 'one', trial: false });
  // And on trial again: it is in slot b still.
  assert.equal(await again(two), 2);
  assert.deepEqual(boot(flash), { slot: 'b', code: 'two', trial: true });
});
