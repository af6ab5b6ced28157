import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openChip } from '#toolchain/boards/esp_chip';
import { enterLoader, restart } from '#toolchain/boards/esp_reset';
import { flashWithFirmware } from './lib/esp_board';
import { MemoryLine } from './lib/memory_line';

const USB_SERIAL_JTAG = { vendor: 0x303a, product: 0x1001 };

/** Waits are noted, not slept. */
function clock(): { waits: number[]; pause: (ms: number) => Promise<void> } {
  const waits: number[] = [];
  return { waits, pause: async (ms) => void waits.push(ms) };
}

test('behind a bridge: EN, then BOOT held while EN is let go', async () => {
  const line = new MemoryLine({ chip: 'esp32', flash: flashWithFirmware('esp32') });
  const { waits, pause } = clock();
  assert.equal(await enterLoader(line, 50, pause), true);
  assert.deepEqual(line.steps, ['0 1', '1 0', '0 0']);
  assert.deepEqual(waits, [100, 50]);
  assert.equal(line.state, 'loader');
  await restart(line, pause);
  assert.deepEqual(line.steps.slice(3), ['0 1', '0 0']);
  assert.equal(line.state, 'program');
});

test("on a chip's own USB port: DTR, then RTS, through both", async () => {
  const line = new MemoryLine({ chip: 'esp32c3', flash: flashWithFirmware('esp32c3') }, USB_SERIAL_JTAG);
  const { pause } = clock();
  await enterLoader(line, 50, pause);
  assert.deepEqual(line.steps, ['0 0', '1 0', '1 1', '0 1', '0 0']);
  assert.equal(line.state, 'loader');
  await restart(line, pause);
  assert.equal(line.state, 'program');
});

for (const usb of [undefined, USB_SERIAL_JTAG]) {
  test(`a running board is found, worked on and started again${usb ? ', over its own USB port' : ''}`, async () => {
    const line = new MemoryLine({ chip: 'esp32c6', flash: flashWithFirmware('esp32c6') }, usb);
    const chip = await openChip(line, { limits: { pause: clock().pause } });
    assert.equal(chip.id, 'esp32c6');
    assert.equal(chip.stub, true);
    assert.equal((await chip.read(0x8000, 2)).toString('hex'), 'aa50');
    assert.equal(await chip.restart(), true);
    chip.detach();
    assert.equal(line.state, 'program');
  });
}

test('over its own USB port the watchdogs that would end a download are off', async () => {
  const found: Record<string, unknown> = {};
  for (const [chip, config, superConfig] of [
    ['esp32c3', 0x60008090, 0x600080ac],
    ['esp32s3', 0x60008098, 0x600080b4],
    ['esp32c6', 0x600b1c00, 0x600b1c1c],
  ] as const) {
    const line = new MemoryLine({ chip, flash: flashWithFirmware(chip) }, USB_SERIAL_JTAG);
    (await openChip(line, { noStub: true, limits: { pause: clock().pause } })).detach();
    found[chip] = [line.rom.registers.get(config), line.rom.registers.get(superConfig)];
    const bridged = new MemoryLine({ chip, flash: flashWithFirmware(chip) });
    (await openChip(bridged, { noStub: true, limits: { pause: clock().pause } })).detach();
    assert.equal(bridged.rom.registers.has(config), false, 'behind a bridge they do not run');
  }
  assert.deepEqual(found, { esp32c3: [0, 0x80000000], esp32s3: [0, 0x80000000], esp32c6: [0, 0x00040000] });
});

test('an S3 that was sent into its loader over USB starts its program after the reset', async () => {
  const flash = flashWithFirmware('esp32s3');
  const line = new MemoryLine({ chip: 'esp32s3', flash, forcedDownload: true }, USB_SERIAL_JTAG);
  const chip = await openChip(line, { limits: { pause: clock().pause } });
  const { rom } = line;
  assert.equal(rom.forced, true);
  assert.equal(await chip.restart(), true);
  chip.detach();
  assert.equal(rom.registers.get(0x6000812c), 0xa0000000, 'the other bits stay');
});

test('a board that starts its program in place of the loader is told apart from a silent one', async () => {
  const line = new MemoryLine({ chip: 'esp32', flash: flashWithFirmware('esp32') });
  // BOOT is not wired: every reset starts the program.
  const setLines = line.setLines.bind(line);
  line.setLines = async (_dtr, rts) => setLines(false, rts);
  await assert.rejects(
    openChip(line, { limits: { answerMs: 5, attempts: 2, tries: 1, pause: clock().pause } }),
    /^UserError: The chip on \/dev\/memory does not answer: it starts its program in place of .* Hold its BOOT/,
  );
});
