/**
 * A simulated ESP32 board: a loader with a flash on a pseudo-terminal, and what the board would boot from that flash,
 * decided here from the flash alone, as the device does it.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as net from 'node:net';
import * as path from 'node:path';
import { after } from 'node:test';
import type { Engine } from '#toolchain/build/paths';
import { crc32 } from 'node:zlib';
import { EspRom, type RomOptions } from './esp_rom';
import { NorFlash } from './nor_flash';
import { scratch } from './scratch';

export const FLASH_SIZE = 4 * 1024 * 1024;

/** The partitions of ports/esp32/partitions.csv: name, type, subtype, offset, size. */
export const PARTITIONS: [string, number, number, number, number][] = [
  ['nvs', 1, 2, 0x9000, 0x6000],
  ['phy_init', 1, 1, 0xf000, 0x1000],
  ['factory', 0, 0, 0x10000, 0x1f0000],
  ['app_a', 0x41, 0, 0x200000, 0xf0000],
  ['app_b', 0x42, 0, 0x2f0000, 0xf0000],
  ['slots', 0x40, 0, 0x3e0000, 0x2000],
];

export function partitionTable(partitions = PARTITIONS): Buffer {
  const table = Buffer.alloc(0xc00, 0xff);
  let at = 0;
  for (const [name, type, subtype, offset, size] of partitions) {
    table.fill(0, at, at + 32);
    table.writeUInt16LE(0x50aa, at);
    table.writeUInt8(type, at + 2);
    table.writeUInt8(subtype, at + 3);
    table.writeUInt32LE(offset, at + 4);
    table.writeUInt32LE(size, at + 8);
    table.write(name, at + 12, 'latin1');
    at += 32;
  }
  table.writeUInt16LE(0xebeb, at);
  createHash('md5')
    .update(table.subarray(0, at))
    .digest()
    .copy(table, at + 16);
  return table;
}

const CHIP_IDS = { esp32: 0, esp32c3: 5, esp32s3: 9, esp32c6: 13 };
export type FirmwareChip = keyof typeof CHIP_IDS;

/** Bytes of an ESP-IDF image: the header with the chip's number, the descriptions, and something after them. */
export function idfImage(chip: FirmwareChip, size: number, engine = 'quickjs', codeFormat = 7): Buffer {
  const image = Buffer.alloc(size);
  for (let at = 0; at < size; at++) image[at] = (at * 31 + (at >> 8)) & 0xff;
  image.fill(0, 0, 312);
  image.writeUInt8(0xe9, 0);
  image.writeUInt16LE(CHIP_IDS[chip], 12);
  image.writeUInt32LE(0xabcd5432, 32);
  image.write('TGF1', 288, 'latin1');
  image.writeUInt32LE(codeFormat, 292);
  image.write(engine, 296, 16, 'latin1');
  return image;
}

/** A folder as `idf.py build` leaves it. */
export function idfBuild(chip: FirmwareChip, appSize = 40_000, engine?: Engine): string {
  const folder = scratch();
  const loaderAt = chip === 'esp32' ? '0x1000' : '0x0';
  const files: Record<string, [string, Buffer]> = {
    [loaderAt]: ['bootloader/bootloader.bin', idfImage(chip, 21_000)],
    '0x8000': ['partition_table/partition-table.bin', partitionTable()],
    '0x10000': ['tinygram.bin', idfImage(chip, appSize, engine)],
  };
  for (const [name, data] of Object.values(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), data);
  }
  const args = {
    flash_settings: { flash_mode: 'dio', flash_size: '4MB', flash_freq: '80m' },
    flash_files: Object.fromEntries(Object.entries(files).map(([at, [name]]) => [at, name])),
    extra_esptool_args: { after: 'hard_reset', before: 'default_reset', stub: true, chip },
  };
  fs.writeFileSync(path.join(folder, 'flasher_args.json'), JSON.stringify(args));
  return folder;
}

/** A flash that carries the firmware and nothing else. */
export function flashWithFirmware(chip: FirmwareChip, engine?: string): NorFlash {
  const flash = new NorFlash(FLASH_SIZE);
  idfImage(chip, 21_000).copy(flash.data, chip === 'esp32' ? 0x1000 : 0);
  partitionTable().copy(flash.data, 0x8000);
  idfImage(chip, 40_000, engine).copy(flash.data, 0x10000);
  return flash;
}

/** What a device finds in its flash at its next start. */
export interface Boot {
  slot?: 'a' | 'b';
  /** The app's code. */
  code?: string;
  trial: boolean;
}

const SLOTS_AT = 0x3e0000;
const SLOT_AT = { a: 0x200000, b: 0x2f0000 };

/**
 * One start of the device: counts it, withdraws a trial that is used up or broken, and says what runs. Without the
 * device's last resort, which runs whatever can run where the record names nothing: an update must not need it.
 */
export function boot(flash: NorFlash): Boot {
  for (;;) {
    const sectors = [0, 1].map((sector) => {
      const raw = flash.data.subarray(SLOTS_AT + sector * 4096, SLOTS_AT + sector * 4096 + 32);
      const whole = raw.toString('latin1', 0, 4) === 'TGS1' && crc32(raw.subarray(0, 28)) === raw.readUInt32LE(28);
      return whole ? raw : null;
    });
    const [one, two] = sectors;
    const newer = one && two ? ((one.readUInt32LE(4) - two.readUInt32LE(4)) | 0) > 0 : Boolean(one);
    const raw = newer ? one : two;
    if (!raw) return { trial: false };
    const record = Buffer.from(raw);
    const store = (): void => {
      record.writeUInt32LE((record.readUInt32LE(4) + 1) >>> 0, 4);
      record.writeUInt32LE(crc32(record.subarray(0, 28)), 28);
      const at = SLOTS_AT + (newer ? 4096 : 0);
      flash.erase(at, 4096);
      flash.program(at, record);
    };
    const trial = record[9] as number;
    if (trial !== 0xff) {
      const code = appIn(flash, trial);
      if (code !== undefined && (record[10] as number) < (record[11] as number)) {
        record[10] = (record[10] as number) + 1;
        store();
        return { slot: trial === 0 ? 'a' : 'b', code, trial: true };
      }
      record[9] = 0xff;
      store();
      continue;
    }
    const active = record[8] as number;
    const code = active === 0xff ? undefined : appIn(flash, active);
    return code === undefined ? { trial: false } : { slot: active === 0 ? 'a' : 'b', code, trial: false };
  }
}

/** The app in a slot says that it works. */
export function confirm(flash: NorFlash): void {
  const { slot, trial } = boot(flash);
  if (!trial || slot === undefined) throw new Error('nothing is on trial');
  const at = [0, 4096].map((offset) => SLOTS_AT + offset);
  const sequences = at.map((place) => flash.data.readUInt32LE(place + 4) | 0);
  const valid = at.map((place) => flash.data.toString('latin1', place, place + 4) === 'TGS1');
  const held = valid[0] && (!valid[1] || (sequences[0] as number) > (sequences[1] as number)) ? 0 : 1;
  const record = Buffer.from(flash.data.subarray(at[held] as number, (at[held] as number) + 32));
  record.writeUInt32LE(((sequences[held] as number) + 1) >>> 0, 4);
  record[8] = record[9] as number;
  record[9] = 0xff;
  record[10] = 0;
  record.writeUInt32LE(crc32(record.subarray(0, 28)), 28);
  flash.erase(at[1 - held] as number, 4096);
  flash.program(at[1 - held] as number, record);
}

/** The code of the image in a slot; undefined where there is none that is whole. */
function appIn(flash: NorFlash, slot: number): string | undefined {
  const at = slot === 0 ? SLOT_AT.a : SLOT_AT.b;
  const size = flash.data.readUInt32LE(at + 8);
  if (flash.data.toString('latin1', at, at + 4) !== 'TGI1' || size < 64 || size > 0xf0000) return undefined;
  const image = flash.data.subarray(at, at + size);
  if (crc32(image.subarray(16)) !== image.readUInt32LE(12)) return undefined;
  const [code, length] = [image.readUInt32LE(44), image.readUInt32LE(48)];
  return image.toString('utf8', code, code + length);
}

/** A board on a pseudo-terminal. */
export class EspBoard {
  /** Path of the port; it is there while the board is plugged in. */
  readonly port: string;
  /** The loader of the last start. */
  rom: EspRom;
  /** Set for text in place of the loader: takes what the host sends. */
  console: ((text: string) => void) | undefined;
  private readonly folder: string;
  private server: net.Server | undefined;
  private socket: net.Socket | undefined;
  private child: ChildProcess | undefined;

  constructor(private readonly options: RomOptions) {
    this.folder = scratch();
    this.port = path.join(this.folder, 'tty');
    this.rom = this.start();
    after(() => this.unplug());
  }

  /** Connects the board and gives it power: it is in its loader. Resolves when the port can be opened. */
  async plug(): Promise<string> {
    this.rom = this.start();
    const socketPath = path.join(this.folder, 'board');
    const server = net.createServer();
    this.server = server;
    await once(server.listen(socketPath), 'listening');
    const connected = new Promise<net.Socket>((resolve) => server.once('connection', resolve));
    // -u would be one way only; the first address is opened first, so the link is there when the second connects.
    this.child = spawn('socat', [`PTY,link=${this.port},raw,echo=0`, `UNIX-CONNECT:${socketPath}`], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const failed = new Promise<never>((_, reject) => this.child?.once('error', reject));
    const socket = await Promise.race([connected, failed]);
    this.socket = socket;
    socket.on('data', (chunk) => (this.console ? this.console(chunk.toString()) : this.rom.receive(chunk)));
    socket.on('error', () => undefined);
    return this.port;
  }

  /** Sends text as a running program does. */
  print(text: string): void {
    this.socket?.write(text);
  }

  /** Pulls the plug: the port goes away, the chip has no power. */
  unplug(): void {
    this.child?.kill('SIGKILL');
    this.socket?.destroy();
    this.server?.close();
    fs.rmSync(this.port, { force: true });
    fs.rmSync(path.join(this.folder, 'board'), { force: true });
    this.child = this.socket = this.server = undefined;
  }

  private start(): EspRom {
    return new EspRom(
      this.options,
      (data) => this.socket?.write(data),
      () => this.unplug(),
    );
  }
}
