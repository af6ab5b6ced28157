/** Brings data into an ESP32's flash: what is there already stays untouched, what is not is written and verified. */
import { createHash } from 'node:crypto';
import type { Image } from '../build/image';
import { UserError } from '../user_error';
import type { EspChip } from './esp_chip';
import { firmwareEngine, readAppPlaces, type AppPlaces, type Region } from './esp_firmware';
import {
  activeRecord,
  bootSlot,
  encodeRecord,
  heldRecord,
  idleSlot,
  fallbackSlot,
  SECTOR_SIZE,
  SLOT_RECORD_SIZE,
  trialRecord,
  type Slot,
  type SlotRecord,
} from './slots';

/** Where the course of things is told. */
export interface Report {
  say(line: string): void;
  warn(line: string): void;
  /** Bytes of `name` so far. */
  progress(name: string, done: number, total: number): void;
  /** Nothing more comes: ends a line that is begun. */
  end(): void;
}

/** Data is compared, and written, in parts of this size. */
const PART_SIZE = 4 * SECTOR_SIZE;

const md5 = (data: Uint8Array): string => createHash('md5').update(data).digest('hex');

/** A part of a region, offsets from its start. */
interface Run {
  from: number;
  to: number;
}

/** The parts of a region that are not in flash as they should be; neighbours are one. */
export async function changedRuns(chip: EspChip, region: Region): Promise<Run[]> {
  const { at, data, name } = region;
  if (chip.flashSize !== undefined && at + data.length > chip.flashSize)
    throw new UserError(`${name} ends at ${at + data.length}, beyond the board's flash of ${chip.flashSize} bytes.`);
  if ((await chip.md5(at, data.length)) === md5(data)) return [];
  const runs: Run[] = [];
  for (let from = 0; from < data.length; from += PART_SIZE) {
    const to = Math.min(from + PART_SIZE, data.length);
    const whole = from === 0 && to === data.length;
    if (!whole && (await chip.md5(at + from, to - from)) === md5(data.subarray(from, to))) continue;
    const last = runs[runs.length - 1];
    if (last?.to === from) last.to = to;
    else runs.push({ from, to });
  }
  return runs;
}

/** Writes and verifies these parts, and nothing beside them. Returns the number of bytes. */
export async function writeRuns(chip: EspChip, region: Region, runs: Run[], report: Report): Promise<number> {
  const { at, data, name } = region;
  const total = runs.reduce((sum, run) => sum + run.to - run.from, 0);
  let done = 0;
  for (const { from, to } of runs) {
    await chip.write(at + from, data.subarray(from, to), (bytes) => report.progress(name, done + bytes, total));
    done += to - from;
  }
  return total;
}

export interface AppUpdate {
  /** What becomes of the image: nothing to do, on trial in a slot, or the active one again. */
  outcome: 'there already' | 'on trial' | 'active again';
  slot: Slot;
  /** Bytes of the image. */
  written: number;
  /** What boots if the app on trial does not confirm itself; undefined when there is nothing else. */
  fallback?: Slot;
}

/**
 * Brings an app image to the board and has it start on trial. `data` is the checked image, `wanted` a slot that the
 * user names. Until the last write, of the record, the board boots what it booted before.
 */
export async function updateApp(
  chip: EspChip,
  image: Image,
  data: Buffer,
  wanted: Slot | undefined,
  report: Report,
): Promise<AppUpdate> {
  const places = await readAppPlaces(chip);
  const runs = await firmwareEngine(chip, places.factory);
  const refused = 'the board will refuse it and go on with what it has';
  if (runs !== undefined && runs.engine !== image.engine) {
    report.warn(
      `The firmware on the board runs ${runs.engine}, the image is for ${image.engine}: ${refused}. ` +
        `Build it with --engine ${runs.engine}.`,
    );
  } else if (runs !== undefined && image.kind === 'code' && runs.codeFormat !== image.codeFormat) {
    report.warn(
      `The firmware on the board has precompiled code of format ${runs.codeFormat}, the image of format ` +
        `${image.codeFormat}: ${refused}. Build firmware and image with the same ${image.engine}.`,
    );
  }
  const { record, nextSector } = heldRecord(
    await chip.read(places.record.offset, SLOT_RECORD_SIZE),
    await chip.read(places.record.offset + SECTOR_SIZE, SLOT_RECORD_SIZE),
  );
  const store = (next: SlotRecord): Promise<void> =>
    chip.write(places.record.offset + nextSector * SECTOR_SIZE, encodeRecord(next));

  const boots = bootSlot(record);
  for (const slot of new Set([boots, record?.active])) {
    if (slot === undefined || (wanted ?? slot) !== slot || !(await holds(chip, places, slot, data))) continue;
    if (slot === boots) return { outcome: 'there already', slot, written: 0 };
    // It was confirmed once; another one is on trial, which this takes back.
    await store(activeRecord(record as SlotRecord));
    return { outcome: 'active again', slot, written: 0 };
  }
  const slot = wanted ?? idleSlot(record);
  if (slot === fallbackSlot(record)) {
    throw new UserError(
      `Slot ${slot} holds the app that the board falls back to; writing there could leave it without one. ` +
        `Leave --slot out: the image then goes to slot ${idleSlot(record)}.`,
    );
  }
  const { size } = places.apps[slot];
  if (data.length > size) {
    throw new UserError(
      `The app image has ${data.length} bytes, ${data.length - size} over the limit of slot ${slot} (${size} bytes). ` +
        'Use fewer or smaller packages, or try --release.',
    );
  }
  const region = { name: `slot ${slot}`, at: places.apps[slot].offset, data };
  const written = await writeRuns(chip, region, await changedRuns(chip, region), report);
  const next = trialRecord(record, slot);
  await store(next);
  return { outcome: 'on trial', slot, written, ...(next.active ? { fallback: next.active } : {}) };
}

async function holds(chip: EspChip, places: AppPlaces, slot: Slot, data: Buffer): Promise<boolean> {
  const { offset, size } = places.apps[slot];
  return data.length <= size && (await chip.md5(offset, data.length)) === md5(data);
}
