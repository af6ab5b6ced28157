/** The simulated loader against Espressif's own flash commands in esptool-js, which Tinygram puts together itself. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { newLoader, type Loader } from '#toolchain/boards/esptool';
import { EspTransport } from '#toolchain/boards/esp_transport';
import { enterLoader } from '#toolchain/boards/esp_reset';
import { idfImage } from './lib/esp_board';
import type { SimulatedChip } from './lib/esp_rom';
import { MemoryLine } from './lib/memory_line';
import { NorFlash } from './lib/nor_flash';

interface Espressif extends Loader {
  main(): Promise<string>;
  readFlash(at: number, size: number): Promise<Uint8Array>;
  flashMd5sum(at: number, size: number): Promise<string>;
  writeFlash(options: object): Promise<void>;
}

const md5 = (data: Uint8Array): string => createHash('md5').update(data).digest('hex');

for (const chip of ['esp32', 'esp32s3', 'esp32c3', 'esp32c6'] as SimulatedChip[]) {
  test(`${chip}: connect, stub, speed, write plain and packed, verify, read`, async () => {
    const flash = new NorFlash(0x400000);
    const line = new MemoryLine({ chip, flash });
    const reset = () => ({ reset: async () => void (await enterLoader(line, 0, async () => undefined)) });
    const loader = (await newLoader({
      transport: new EspTransport(line, 1000, await import('serialport')),
      baudrate: 921_600,
      romBaudrate: 115_200,
      terminal: { clean: () => undefined, write: () => undefined, writeLine: () => undefined },
      resetConstructors: { classicReset: reset, usbJTAGSerialReset: reset },
    })) as Espressif;
    await loader.main();
    assert.equal(loader.IS_STUB, true);
    assert.equal(line.rom.baud, 921_600);
    const data = idfImage('esp32', 50_000);
    for (const [compress, address] of [
      [true, 0x10000],
      [false, 0x40000],
    ] as const) {
      await loader.writeFlash({
        fileArray: [{ data: new Uint8Array(data), address }],
        flashSize: 'keep',
        flashMode: 'keep',
        flashFreq: 'keep',
        eraseAll: false,
        compress,
        calculateMD5Hash: md5,
      });
      assert.ok(flash.data.subarray(address, address + data.length).equals(data));
      assert.equal(await loader.flashMd5sum(address, data.length), md5(data));
      assert.ok(data.subarray(0, 9000).equals(await loader.readFlash(address, 9000)));
    }
    assert.ok(
      flash.data.subarray(0x40000 + 0xd000).every((byte) => byte === 0xff),
      'nothing behind the last sector',
    );
  });
}
