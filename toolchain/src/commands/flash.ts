/** `tinygram flash`: firmware and apps for an ESP32 board on a serial port. */
import * as fs from 'node:fs';
import { decodeImage, type Image } from '../build/image';
import { displayPath, type Engine } from '../build/paths';
import { CHIP_NAMES, openChip, type Chip, type EspChip, type EspLimits } from '../boards/esp_chip';
import { isLoaderError } from '../boards/esptool';
import { flashNeeded, readFirmware, type Firmware } from '../boards/esp_firmware';
import { changedRuns, updateApp, writeRuns, type Report } from '../boards/esp_flash';
import { onlyPort, openSerial, type SerialLine } from '../boards/serial';
import { otherSlot, TRIAL_STARTS, type Slot } from '../boards/slots';
import { visible } from '../boards/visible';
import { UserError } from '../user_error';
import { buildImage } from './build';

export interface FlashOptions {
  /** Path of the serial port; without it the only one that is there. */
  port?: string;
  chip: Chip | 'auto';
  baud: number;
  /** A built app image, in place of building the app. */
  app?: string;
  /** Folder of an ESP-IDF build. */
  firmware?: string;
  slot?: Slot;
  engine: Engine;
  release?: boolean;
  /** Use Espressif's stub. */
  stub: boolean;
  verbose?: boolean;
}

/** What a test puts in place of this process's own. */
export interface FlashSurroundings {
  report?: Report;
  limits?: Partial<EspLimits>;
  /** Opens the port. */
  open?(port: string): Promise<SerialLine>;
}

const STILL_BOOTS = 'The board still boots what it had. Run the same command again.';
const INCOMPLETE =
  'The firmware on the board is not whole now. Run the same command again: the loader is in ROM and stays.';

export async function flash(app: string, options: FlashOptions, around: FlashSurroundings = {}): Promise<void> {
  const report = around.report ?? consoleReport();
  // Files first: an error in them shows before a board is touched.
  const firmware = options.firmware === undefined ? undefined : readFirmware(options.firmware);
  const image = await readImage(app, options);
  const port = options.port ?? (await onlyPort());
  const line = await (around.open ?? ((name) => openSerial(name, 115_200)))(port);
  const state = { standing: '' };
  try {
    const chip = await openChip(line, {
      baud: options.baud,
      noStub: !options.stub,
      ...(around.limits ? { limits: around.limits } : {}),
      ...(options.verbose ? { remark: report.say } : {}),
    });
    try {
      checkChip(chip, options.chip, firmware);
      checkProtection(chip, firmware);
      const size = chip.flashSize === undefined ? '' : `, ${chip.flashSize / 0x100000} MB of flash`;
      report.say(`${CHIP_NAMES[chip.id]} on ${port}${size}${chip.stub ? '' : ', without stub (slower)'}`);
      if (firmware) await writeFirmware(chip, firmware, report, state);
      if (image) await writeApp(chip, image, options.slot, report, state);
      state.standing = 'All was written; press RESET (EN) on the board to start it.';
      report.say(
        (await chip.restart())
          ? 'The board was reset.'
          : `${port} has no control lines: press RESET (EN) on the board to start it.`,
      );
    } finally {
      chip.detach();
    }
  } catch (error) {
    throw explained(error, line, state.standing);
  } finally {
    report.end();
    await line.close();
  }
}

interface NamedImage {
  name: string;
  image: Image;
  data: Buffer;
}

/** The image to write: a named one, or one that is built now; none for firmware alone. Checked as the board will. */
async function readImage(app: string, options: FlashOptions): Promise<NamedImage | undefined> {
  let file = options.app;
  if (file === undefined) {
    if (options.firmware !== undefined) return undefined;
    // The host's build has the precompiler.
    file = (await buildImage(app, { engine: options.engine, release: options.release ?? false })).image;
  }
  if (!fs.existsSync(file))
    throw new UserError(`There is no app image ${displayPath(file)}. Make it with: tinygram build --no-firmware`);
  const data = fs.readFileSync(file);
  try {
    return { name: displayPath(file), image: decodeImage(data), data };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`${displayPath(file)}: ${error.message}. Build it again: tinygram build --no-firmware`);
  }
}

function checkChip(chip: EspChip, wanted: Chip | 'auto', firmware: Firmware | undefined): void {
  const is = CHIP_NAMES[chip.id];
  if (wanted !== 'auto' && wanted !== chip.id) {
    throw new UserError(
      `The board has an ${is}, not an ${CHIP_NAMES[wanted]}. Leave --chip out, or look whether it is the right board.`,
    );
  }
  if (firmware && firmware.chip !== chip.id) {
    throw new UserError(
      `The board has an ${is}, the firmware is for ${CHIP_NAMES[firmware.chip]}. ` +
        `Build it for this chip: idf.py set-target ${chip.id} build`,
    );
  }
  const needed = firmware ? flashNeeded(firmware) : 0;
  if (chip.flashSize !== undefined && needed > chip.flashSize) {
    throw new UserError(
      `The firmware's partitions need ${needed} bytes of flash, the board has ${chip.flashSize}. ` +
        'Choose a board with more, or smaller partitions (partitions.csv).',
    );
  }
}

/** Where bootloaders end and the partition table begins. */
const BOOTLOADER_END = 0x8000;

/** What would leave a board that never starts again is not done. The rules are esptool's, which has a --force. */
function checkProtection(chip: EspChip, firmware: Firmware | undefined): void {
  const { secureBoot, encryption } = chip.protection;
  if (encryption) {
    throw new UserError(
      `The board's flash encryption is on: the chip would decrypt what is written here as plain text, and not start. ` +
        'Write its firmware and its app encrypted, with idf.py encrypted-flash and encrypted-app-flash.',
    );
  }
  const boot = firmware?.regions.find(({ at }) => at < BOOTLOADER_END);
  if (secureBoot && boot) {
    throw new UserError(
      `The board's secure boot is on: with a bootloader that is not signed with its key (${boot.name}, at ` +
        `0x${boot.at.toString(16)}) it would never start again. Without --firmware the app alone is written.`,
    );
  }
}

async function writeFirmware(
  chip: EspChip,
  firmware: Firmware,
  report: Report,
  state: { standing: string },
): Promise<void> {
  const plan = [];
  for (const region of firmware.regions) plan.push({ region, runs: await changedRuns(chip, region) });
  for (const { region, runs } of plan) {
    if (runs.length > 0) state.standing = INCOMPLETE;
    const written = await writeRuns(chip, region, runs, report);
    report.say(`${region.name}: ${outcome(written, region.data.length)}`);
  }
  state.standing = 'The firmware is whole.';
}

async function writeApp(
  chip: EspChip,
  { name, image, data }: NamedImage,
  wanted: Slot | undefined,
  report: Report,
  state: { standing: string },
): Promise<void> {
  state.standing = STILL_BOOTS;
  const { outcome: end, slot, written, fallback } = await updateApp(chip, image, data, wanted, report);
  report.say(`${name} in slot ${slot}: ${outcome(written, data.length)}`);
  if (end === 'on trial') {
    const back = fallback === undefined ? 'there is no other app to go back to' : `else slot ${fallback} boots again`;
    report.say(`It is on trial, with ${TRIAL_STARTS} starts to confirm itself in (module tinygram); ${back}.`);
  } else if (end === 'active again') {
    report.say(`Slot ${slot} boots again; the trial of slot ${otherSlot(slot)} is off.`);
  }
}

function outcome(written: number, size: number): string {
  if (written === 0) return `${size} bytes, all there already`;
  return written === size ? `${size} bytes written, verified` : `${written} of ${size} bytes written, verified`;
}

/** What the user is told; `standing` is what became of the board. */
function explained(error: unknown, line: SerialLine, standing: string): unknown {
  const after = standing === '' ? 'Nothing was written.' : standing;
  if (line.lost) return new UserError(`${line.name} went away: was the board unplugged? ${after}`);
  if (error instanceof UserError) return standing === '' ? error : new UserError(`${error.message}\n${standing}`);
  if (!(error instanceof Error)) return error;
  // A defect of this program is told as one.
  if (!isLoaderError(error) && error.name !== 'Error') return error;
  const why = `The chip on ${line.name} stopped answering (${error.message})`;
  return new UserError(`${why}. Look at the cable; --baud 115200 may help. ${after}`);
}

/** Progress on a terminal is one line that changes, elsewhere a line for each tenth. */
export function consoleReport(out: { isTTY?: boolean; write(text: string): void } = process.stdout): Report {
  let lastTenth = -1;
  let open = false;
  const endLine = (): void => {
    if (open) out.write('\n');
    open = false;
    lastTenth = -1;
  };
  return {
    say: (line) => {
      endLine();
      out.write(`${visible(line)}\n`);
    },
    warn: (line) => {
      endLine();
      process.stderr.write(`warning: ${visible(line)}\n`);
    },
    progress: (name, done, total) => {
      const text = `${name}: ${Math.floor((done * 100) / total)} % (${done} of ${total} bytes)`;
      const tenth = Math.floor((done * 10) / total);
      if (out.isTTY) {
        out.write(`\r\x1b[K${text}`);
        open = true;
      } else if (tenth > lastTenth) {
        out.write(`${text}\n`);
      }
      lastTenth = done >= total ? -1 : Math.max(tenth, lastTenth);
    },
    end: endLine,
  };
}
