/** Firmware for an ESP32, as `idf.py build` leaves it: build/flasher_args.json and the files that it names. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { displayPath } from '../build/paths';
import { UserError } from '../user_error';
import { CHIP_IDS, CHIP_NAMES, CHIPS, type Chip, type EspChip } from './esp_chip';
import { decodeTable, TABLE_AT, TABLE_SIZE, type Partition } from './esp_partitions';
import { SLOTS, type Slot } from './slots';

/** Something to be in flash. */
export interface Region {
  name: string;
  /** Bytes from the start of flash, at a sector. */
  at: number;
  data: Buffer;
}

export interface Firmware {
  chip: Chip;
  /** In the order of their places. */
  regions: Region[];
}

const IMAGE_MAGIC = 0xe9;
const IMAGE_CHIP_AT = 12;

/** Our description behind ESP-IDF's own in an app image, the layout of ports/esp32/firmware_desc.c. */
const DESCRIPTION_AT = 288;
const DESCRIPTION_SIZE = 24;
const DESCRIPTION_MAGIC = 'TGF1';

/** Reads a build folder (or the project's folder above it). What is missing or for another chip is a UserError. */
export function readFirmware(folder: string): Firmware {
  const place = [folder, path.join(folder, 'build')].find((one) => fs.existsSync(path.join(one, 'flasher_args.json')));
  if (place === undefined) {
    throw new UserError(
      `${displayPath(path.resolve(folder))} has no flasher_args.json. Name the folder that idf.py build writes: ` +
        '--firmware ports/esp32/build.',
    );
  }
  const file = path.join(place, 'flasher_args.json');
  const args = readArgs(file);
  const name = args.extra_esptool_args?.chip ?? '';
  const chip = CHIPS.find((one) => one === name);
  if (!chip)
    throw new UserError(`${displayPath(file)} is for the chip "${name}"; Tinygram runs on ${CHIPS.join(', ')}.`);
  const regions = Object.entries(args.flash_files ?? {}).map(([at, part]): Region => {
    const data = readPart(path.join(place, part));
    const wrong = imageChip(data);
    if (wrong !== undefined && wrong !== CHIP_IDS[chip]) {
      const built = CHIPS.find((one) => CHIP_IDS[one] === wrong);
      const other = built ? CHIP_NAMES[built] : `the chip number ${wrong}`;
      throw new UserError(
        `${displayPath(path.join(place, part))} is built for ${other}, not for ${CHIP_NAMES[chip]}. ` +
          `Build it again: idf.py set-target ${chip} build`,
      );
    }
    return { name: path.basename(part), at: Number(at), data };
  });
  if (regions.length === 0 || regions.some((region) => !Number.isInteger(region.at) || region.at % 4096 !== 0)) {
    throw new UserError(
      `${displayPath(file)} does not say what goes where (flash_files). Build it again: idf.py build`,
    );
  }
  return { chip, regions: regions.sort((one, two) => one.at - two.at) };
}

/** Bytes of flash that the firmware's partitions reach to. */
export function flashNeeded(firmware: Firmware): number {
  const table = firmware.regions.find((region) => region.at === TABLE_AT);
  const ends = firmware.regions.map((region) => region.at + region.data.length);
  const partitions = table ? decodeTable(table.data) : [];
  return Math.max(...ends, ...partitions.map((partition) => partition.offset + partition.size));
}

interface FlasherArgs {
  flash_files?: Record<string, string>;
  extra_esptool_args?: { chip?: string };
}

function readArgs(file: string): FlasherArgs {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')) as FlasherArgs;
  } catch (error) {
    throw new UserError(`${displayPath(file)} cannot be read (${String(error)}). Build it again: idf.py build`);
  }
}

function readPart(file: string): Buffer {
  try {
    return fs.readFileSync(file);
  } catch {
    throw new UserError(`${displayPath(file)} is not there. Build the firmware first: idf.py build`);
  }
}

/** The number of the chip that an ESP-IDF image is for; undefined where the data is no such image. */
function imageChip(data: Buffer): number | undefined {
  return data.length >= 24 && data[0] === IMAGE_MAGIC ? data.readUInt16LE(IMAGE_CHIP_AT) : undefined;
}

/** Where an app goes on a board. */
export interface AppPlaces {
  record: Partition;
  apps: Record<Slot, Partition>;
  factory?: Partition;
}

/** Reads the board's partition table. A board without app slots is a UserError. */
export async function readAppPlaces(chip: EspChip): Promise<AppPlaces> {
  const table = decodeTable(await chip.read(TABLE_AT, TABLE_SIZE));
  const named = (name: string): Partition | undefined => table.find((partition) => partition.name === name);
  const record = named('slots');
  const [a, b] = SLOTS.map((slot) => named(`app_${slot}`));
  if (!record || !a || !b) {
    const has = table.length === 0 ? 'it has no partition table' : `it has ${table.map((one) => one.name).join(', ')}`;
    throw new UserError(
      `The firmware on the board is not Tinygram's: there are no partitions slots, app_a and app_b (${has}). ` +
        'Write the firmware first: tinygram flash --firmware ports/esp32/build',
    );
  }
  const factory = named('factory');
  return { record, apps: { a, b }, ...(factory ? { factory } : {}) };
}

export interface FirmwareEngine {
  engine: string;
  /** The number of its precompiled format. */
  codeFormat: number;
}

/** The engine of the board's firmware; undefined for firmware that does not say. */
export async function firmwareEngine(
  chip: EspChip,
  factory: Partition | undefined,
): Promise<FirmwareEngine | undefined> {
  if (!factory) return undefined;
  const data = await chip.read(factory.offset + DESCRIPTION_AT, DESCRIPTION_SIZE);
  if (data.toString('latin1', 0, 4) !== DESCRIPTION_MAGIC) return undefined;
  return { codeFormat: data.readUInt32LE(4), engine: data.toString('latin1', 8).replace(/\0.*$/s, '') };
}
