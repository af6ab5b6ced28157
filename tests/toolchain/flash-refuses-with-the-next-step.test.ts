/** Every refusal says what is wrong and what to do, and leaves the board as it was. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';
import { encodeImage } from '#toolchain/build/image';
import { inRoot } from '#toolchain/build/paths';
import { isGone, onlyPort, openFailure, openSerial, serialPorts, usbIds } from '#toolchain/boards/serial';
import type { FlashOptions } from '#toolchain/commands/flash';
import {
  boot,
  confirm,
  EspBoard,
  flashWithFirmware,
  FLASH_SIZE,
  idfBuild,
  partitionTable,
  PARTITIONS,
} from './lib/esp_board';
import type { RomOptions } from './lib/esp_rom';
import { appImage, dense, flashBoard, QUICK } from './lib/esp_tool';
import { NorFlash } from './lib/nor_flash';
import { scratch } from './lib/scratch';

/** A board with an app that was confirmed; flashing must be refused so, and the board must boot what it had. */
async function refused(
  options: Partial<FlashOptions>,
  message: RegExp,
  board: Partial<RomOptions> & { prepare?(flash: NorFlash): void } = {},
): Promise<void> {
  const flash = flashWithFirmware('esp32c3');
  const first = new EspBoard({ chip: 'esp32c3', flash });
  await flashBoard(await first.plug(), { app: appImage('old') });
  confirm(flash);
  first.unplug();
  const before = boot(new NorFlash(flash.data));
  board.prepare?.(flash);
  const simulated = new EspBoard({ chip: 'esp32c3', flash, ...board });
  const port = await simulated.plug();
  // A limit on answers is for a chip that gives none: any other one may take its time.
  await assert.rejects(flashBoard(port, options, board.fault ? QUICK : undefined), message);
  simulated.unplug();
  if (!board.prepare) assert.deepEqual(boot(board.flash ?? flash), before);
}

const NEW = appImage(`new ${dense(9000)}`);

test('a wrong chip is named', async () => {
  const message = /^UserError: The board has an ESP32-C3, not an ESP32-S3\. Leave --chip out/;
  await refused({ chip: 'esp32s3', app: NEW }, message);
});

test('firmware for another chip is refused', async () => {
  await refused(
    { firmware: idfBuild('esp32c6') },
    /^UserError: The board has an ESP32-C3, the firmware is for ESP32-C6\. .*idf\.py set-target esp32c3 build/,
  );
});

test('a chip that Tinygram does not run on is named', async () => {
  const board = new EspBoard({ chip: 'esp8266', flash: new NorFlash(FLASH_SIZE) });
  await assert.rejects(
    flashBoard(await board.plug(), { app: NEW }),
    /^UserError: The board has another chip than ESP32, ESP32-S3, ESP32-C3, ESP32-C6, .*\(it is an ESP8266\)/,
  );
});

test('a chip in secure download mode is refused', async () => {
  await refused({ app: NEW }, /^UserError: The chip is in secure download mode/, { secure: true });
});

for (const chip of ['esp32', 'esp32s3', 'esp32c3', 'esp32c6'] as const) {
  test(`${chip}: under secure boot the bootloader stays as it is, an app is written`, async () => {
    const flash = flashWithFirmware(chip);
    const board = new EspBoard({ chip, flash, secureBoot: true });
    const before = Buffer.from(flash.data);
    await assert.rejects(
      flashBoard(await board.plug(), { firmware: idfBuild(chip) }),
      /^UserError: The board's secure boot is on: .*\(.*bootloader.*, at 0x\d+\) it would never start again\./,
    );
    board.unplug();
    assert.deepEqual(flash.data, before);
    await flashBoard(await board.plug(), { app: NEW });
    assert.equal(boot(flash).slot, 'a');
  });

  test(`${chip}: under flash encryption nothing is written as plain text`, async () => {
    const flash = flashWithFirmware(chip);
    const before = Buffer.from(flash.data);
    for (const encryptionBits of [1, 3]) {
      const board = new EspBoard({ chip, flash, encryptionBits });
      for (const what of [{ firmware: idfBuild(chip) }, { app: NEW }]) {
        const refusal = /^UserError: The board's flash encryption is on: .* idf\.py encrypted-flash/;
        await assert.rejects(flashBoard(await board.plug(), what), refusal);
        board.unplug();
      }
    }
    assert.deepEqual(flash.data, before);
    // An even number of burnt bits: it was turned off again.
    const off = new EspBoard({ chip, flash, encryptionBits: 2 });
    await flashBoard(await off.plug(), { app: NEW });
    assert.equal(boot(flash).slot, 'a');
  });
}

test('a chip that does not answer: which buttons to press', async () => {
  await refused(
    { app: NEW },
    /^UserError: The chip on \S+ does not answer, and this port has no control lines .* Hold its BOOT button/,
    { fault: () => 'hang' },
  );
});

test('a damaged image is refused before the port is opened', async () => {
  const whole = fs.readFileSync(NEW);
  const file = path.join(scratch(), 'bad.tgi');
  const bad = async (data: Uint8Array, message: RegExp): Promise<void> => {
    fs.writeFileSync(file, data);
    await assert.rejects(flashBoard('/nowhere/tty', { app: file }), message);
  };
  await bad(whole.subarray(0, 40), /bad\.tgi: app image: size is 40, expected at least 64 bytes\. Build it again/);
  await bad(whole.subarray(0, -8), /bad\.tgi: app image: total length is \d+, expected \d+\. Build it again/);
  const foreign = Buffer.from(whole);
  foreign.write('ELF', 1);
  await bad(foreign, /bad\.tgi: app image: magic is "TELF", expected "TGI1"/);
  const flipped = Buffer.from(whole);
  flipped[100] = (flipped[100] as number) ^ 1;
  await bad(flipped, /bad\.tgi: app image: checksum is \d+, expected \d+/);
  await assert.rejects(
    flashBoard('/nowhere/tty', { app: '/nowhere/app.tgi' }),
    /^UserError: There is no app image \/nowhere\/app\.tgi\. Make it with: tinygram build --no-firmware/,
  );
});

test('an image over the slot is refused with the limit and the size', async () => {
  const code = Buffer.alloc(0xf0000);
  const identity = { engine: 'quickjs', engineVersion: 1, codeFormat: 1, kind: 'source', entry: 'app.js' } as const;
  const file = path.join(scratch(), 'large.tgi');
  fs.writeFileSync(file, encodeImage({ ...identity, code }));
  const size = fs.statSync(file).size;
  await refused(
    { app: file },
    new RegExp(`has ${size} bytes, ${size - 0xf0000} over the limit of slot b \\(983040 bytes\\)`),
  );
});

test('the slot that the board falls back to is not overwritten', async () => {
  await refused(
    { app: NEW, slot: 'a' },
    /^UserError: Slot a holds the app that the board falls back to; .*Leave --slot out: .* slot b/,
  );
});

test('--slot names the idle slot', async () => {
  const flash = flashWithFirmware('esp32');
  const board = new EspBoard({ chip: 'esp32', flash });
  await flashBoard(await board.plug(), { app: NEW, slot: 'b' });
  assert.equal(boot(flash).slot, 'b');
});

test('a flash that does not keep what is written ends with both sums', { timeout: 60_000 }, async () => {
  const flash = flashWithFirmware('esp32c3');
  const board = new EspBoard({ chip: 'esp32c3', flash });
  const port = await board.plug();
  await flashBoard(port, { app: appImage('old') });
  confirm(flash);
  board.unplug();
  flash.weakPages = Infinity;
  const sums =
    /^UserError: What was .* at 0x2f0000 \(\d+ bytes\) reads back with MD5 [0-9a-f]{32}, not [0-9a-f]{32}\. /;
  await assert.rejects(flashBoard(await board.plug(), { app: NEW }), (error) => {
    assert.match(String(error), sums);
    assert.match(String(error), /Try another cable .*\nThe board still boots/);
    return true;
  });
  flash.weakPages = 0;
  assert.equal(boot(flash).code, 'old');
});

test("firmware that is not Tinygram's has no slots", async () => {
  const others = PARTITIONS.filter(([name]) => !/slots|app_/.test(name));
  await refused(
    { app: NEW },
    /^UserError: The firmware on the board is not Tinygram's: .*\(it has nvs, phy_init, factory\)\. .*--firmware/,
    { prepare: (flash) => void partitionTable(others).copy(flash.data, 0x8000) },
  );
  await refused({ app: NEW }, /it has no partition table/, {
    prepare: (flash) => void flash.data.fill(0xff, 0x8000, 0x9000),
  });
  await refused({ app: NEW }, /^UserError: The partition table on the board is damaged/, {
    prepare: (flash) => void (flash.data[0x8004] = 1),
  });
});

test('an image for another engine than the firmware: a warning with the option to use', async () => {
  const warnings = async (engine: string, app: string): Promise<string[]> => {
    const board = new EspBoard({ chip: 'esp32', flash: flashWithFirmware('esp32', engine) });
    const told = await flashBoard(await board.plug(), { app });
    board.unplug();
    return told.warnings;
  };
  assert.deepEqual(await warnings('quickjs', NEW), []);
  const [other] = await warnings('jerryscript', NEW);
  assert.match(other as string, /runs jerryscript, the image is for quickjs: .* --engine jerryscript/);
  // The simulated firmware's format is 7; text of either format runs.
  const file = path.join(scratch(), 'code.tgi');
  const code = { engine: 'quickjs', engineVersion: 1, codeFormat: 8, code: Buffer.from('x'), entry: 'app.js' };
  fs.writeFileSync(file, encodeImage({ ...code, kind: 'code' }));
  const [format] = await warnings('quickjs', file);
  assert.match(format as string, /precompiled code of format 7, the image of format 8: .* with the same quickjs/);
  fs.writeFileSync(file, encodeImage({ ...code, kind: 'source' }));
  assert.deepEqual(await warnings('quickjs', file), []);
});

test('a firmware folder that is none, not whole or mixed is refused', async () => {
  const none = scratch({ 'readme.txt': '' });
  const missing = /has no flasher_args\.json\. Name the folder that idf/;
  await assert.rejects(flashBoard('/nowhere', { firmware: none }), missing);
  const folder = idfBuild('esp32s3');
  fs.copyFileSync(path.join(idfBuild('esp32c3'), 'tinygram.bin'), path.join(folder, 'tinygram.bin'));
  const mixed = /tinygram\.bin is built for ESP32-C3, not for ESP32-S3/;
  await assert.rejects(flashBoard('/nowhere', { firmware: folder }), mixed);
  fs.rmSync(path.join(folder, 'tinygram.bin'));
  await assert.rejects(flashBoard('/nowhere', { firmware: folder }), /tinygram\.bin is not there\. .*idf\.py build/);
});

test('a flash that is too small for the partitions is refused', async () => {
  const flash = new NorFlash(FLASH_SIZE / 2);
  const board = new EspBoard({ chip: 'esp32', flash });
  const port = await board.plug();
  await assert.rejects(
    flashBoard(port, { firmware: idfBuild('esp32') }),
    /^UserError: The firmware's partitions need 4071424 bytes of flash, the board has 2097152\./,
  );
  assert.equal(flash.changes, 0);
});

/** The command as people start it, for what the system says of a port. */
function command(port: string, user?: number): { code: number | null; stderr: string } {
  const run = spawnSync(
    process.execPath,
    [inRoot('build', 'toolchain', 'cli.js'), 'flash', '--app', NEW, '--port', port],
    { encoding: 'utf8', timeout: 60_000, ...(user === undefined ? {} : { uid: user, gid: user }) },
  );
  return { code: run.status, stderr: run.stderr };
}

test('a port that is not there, or that is no port', () => {
  const gone = command('/dev/ttyUSB77');
  assert.equal(gone.code, 1);
  assert.match(gone.stderr, /^There is no serial port \/dev\/ttyUSB77\. .*is the board plugged in/);
  assert.match(command('/dev/null').stderr, /^\/dev\/null is not a serial port\.\n$/);
});

test('without --port the only one on USB is taken; none or several are named', async () => {
  const usb = (path: string): { path: string; vendorId: string; productId: string } => ({
    path,
    vendorId: '303a',
    productId: '1001',
  });
  const built = { path: '/dev/ttyS0', vendorId: undefined, productId: undefined };
  assert.equal(await onlyPort(async () => [built, usb('/dev/ttyACM0')]), '/dev/ttyACM0');
  assert.equal(await onlyPort(async () => [usb('COM7')]), 'COM7');
  assert.equal(await onlyPort(async () => [usb('/dev/tty.usbmodem1')]), '/dev/cu.usbmodem1');
  await assert.rejects(
    onlyPort(async () => [built]),
    /^UserError: No serial port is here\. Plug the board in/,
  );
  await assert.rejects(
    onlyPort(async () => [usb('/dev/ttyUSB0'), usb('/dev/ttyACM0')]),
    /several serial ports: \/dev\/ttyACM0, \/dev\/ttyUSB0\. Name the board's: --port/,
  );
  await assert.rejects(
    onlyPort(() => Promise.reject(new Error('spawn udevadm ENOENT'))),
    /^UserError: The serial ports cannot be listed \(spawn udevadm ENOENT\)\. Name the board's: --port/,
  );
  const [port] = await serialPorts(async () => [usb('/dev/ttyACM0')]);
  assert.deepEqual(port?.usb, { vendor: 0x303a, product: 0x1001 });
});

test('a port is the same under all names that a system has for it', () => {
  const usb = { vendor: 0x303a, product: 0x1001 };
  const ports = [
    { path: '/dev/cu.usbmodem1', usb },
    { path: 'COM7', usb },
  ];
  for (const name of ['/dev/cu.usbmodem1', '/dev/tty.usbmodem1', 'COM7', 'com7', '\\\\.\\COM7'])
    assert.equal(usbIds(name, ports), usb, name);
  assert.equal(usbIds('COM77', ports), undefined);
  // A monitor that waits for its port again must not look for Windows' in a folder.
  assert.deepEqual(['/dev/null', '/dev/ttyUSB77', 'COM7'].map(isGone), [false, true, false]);
});

test('what a system says of a port that does not open becomes what to do', () => {
  const ports = [{ path: 'COM7', usb: { vendor: 0x303a, product: 0x1001 } }];
  const told = (system: NodeJS.Platform, name: string, text: string): string =>
    openFailure(name, new Error(text), ports, system).message;
  assert.match(told('win32', 'COM7', 'Opening COM7: Access denied'), /^COM7 is in use by another program\. End that/);
  assert.match(
    told('win32', 'COM3', 'Opening COM3: File not found'),
    /^There is no serial port COM3\. Serial ports that are here: COM7; is the board plugged in/,
  );
  assert.match(
    told('darwin', '/dev/cu.x', 'Error Resource busy Cannot lock port'),
    /^\/dev\/cu\.x is in use by another program\./,
  );
  assert.equal(
    told('darwin', '/dev/cu.x', 'Error: Permission denied, cannot open /dev/cu.x'),
    'You may not open /dev/cu.x: Error: Permission denied, cannot open /dev/cu.x',
  );
});

test('no permission: the group to join', async () => {
  const board = new EspBoard({ chip: 'esp32', flash: new NorFlash(FLASH_SIZE) });
  const port = await board.plug();
  fs.chmodSync(port, 0);
  for (let folder = path.dirname(port); folder.length > 4; folder = path.dirname(folder)) fs.chmodSync(folder, 0o755);
  fs.chmodSync(path.dirname(NEW), 0o755);
  // The superuser may open everything; to be nobody is the way to be refused.
  const { code, stderr } = command(port, process.getuid?.() === 0 ? 65_534 : undefined);
  assert.equal(code, 1);
  assert.match(stderr, /^You may not open \S+: it is for the group \S+\. .*: sudo usermod -aG \S+ \$USER/);
});

test('a port in use: by whom', async () => {
  const board = new EspBoard({ chip: 'esp32', flash: new NorFlash(FLASH_SIZE) });
  const port = await board.plug();
  const hold = `const { openSerial } = require(${JSON.stringify(inRoot('build', 'toolchain', 'boards', 'serial.js'))});
    openSerial(process.argv[1], 115200).then(() => console.log('open'));`;
  const holder = spawn(process.execPath, ['-e', hold, port], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    await new Promise((resolve) => holder.stdout.once('data', resolve));
    const other = new RegExp(`is in use by .*\\(process ${holder.pid}\\).*End that first`);
    await assert.rejects(openSerial(port, 115_200), other);
  } finally {
    holder.kill();
  }
});
