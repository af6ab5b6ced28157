/**
 * The two app slots of an ESP32's flash and the record that names the one to boot: the layout of ports/common/slots.h;
 * tests/unit/ports/slots.vectors holds for both.
 *
 * Each of the partition's two sectors may begin with a record; the valid one with the higher sequence holds, and a new
 * one goes to the other sector, so that there is a valid one at every moment of a change.
 */
import { crc32 } from 'node:zlib';

export const SECTOR_SIZE = 4096;
export const SLOT_RECORD_SIZE = 32;
/** Starts that an app on trial has to confirm itself in. */
export const TRIAL_STARTS = 3;

const MAGIC = 'TGS1';
const NONE = 0xff;
const ZERO_AT = 12;
const CRC_AT = 28;

export const SLOTS = ['a', 'b'] as const;
export type Slot = (typeof SLOTS)[number];

export interface SlotRecord {
  /** Counts records; wraps at 2^32. */
  sequence: number;
  /** What boots when no other is on trial. */
  active?: Slot;
  /** What boots until its starts are used up; never the active one. */
  trial?: Slot;
  /** Starts of the trial so far, and how many there may be; both 0 to 255. */
  starts: number;
  allowed: number;
}

export function otherSlot(slot: Slot): Slot {
  return slot === 'a' ? 'b' : 'a';
}

export function encodeRecord(record: SlotRecord): Buffer {
  const data = Buffer.alloc(SLOT_RECORD_SIZE);
  const number = (slot: Slot | undefined): number => (slot === undefined ? NONE : SLOTS.indexOf(slot));
  data.write(MAGIC, 0, 'latin1');
  data.writeUInt32LE(record.sequence, 4);
  data.writeUInt8(number(record.active), 8);
  data.writeUInt8(number(record.trial), 9);
  data.writeUInt8(record.starts, 10);
  data.writeUInt8(record.allowed, 11);
  data.writeUInt32LE(crc32(data.subarray(0, CRC_AT)), CRC_AT);
  return data;
}

/** The record at the start of a sector; undefined where there is none, or a damaged one. */
export function decodeRecord(data: Buffer): SlotRecord | undefined {
  if (data.length < SLOT_RECORD_SIZE || data.toString('latin1', 0, 4) !== MAGIC) return undefined;
  if (data.readUInt32LE(CRC_AT) !== crc32(data.subarray(0, CRC_AT))) return undefined;
  if (data.subarray(ZERO_AT, CRC_AT).some((byte) => byte !== 0)) return undefined;
  const [active, trial] = [data.readUInt8(8), data.readUInt8(9)];
  if ([active, trial].some((slot) => slot !== NONE && slot >= SLOTS.length)) return undefined;
  if (active === trial && active !== NONE) return undefined;
  return {
    sequence: data.readUInt32LE(4),
    ...(active === NONE ? {} : { active: SLOTS[active] as Slot }),
    ...(trial === NONE ? {} : { trial: SLOTS[trial] as Slot }),
    starts: data.readUInt8(10),
    allowed: data.readUInt8(11),
  };
}

export interface HeldRecord {
  /** The record that holds; undefined on a board that never had one. */
  record?: SlotRecord;
  /** The sector (0 or 1) that the next record goes to. */
  nextSector: 0 | 1;
}

/** Which of two sectors' records holds. Sequences are compared across their wrap. */
export function heldRecord(first: Buffer, second: Buffer): HeldRecord {
  const [one, two] = [decodeRecord(first), decodeRecord(second)];
  if (!one && !two) return { nextSector: 0 };
  const firstHolds = one !== undefined && (two === undefined || ((one.sequence - two.sequence) | 0) >= 0);
  return firstHolds ? { record: one, nextSector: 1 } : { record: two as SlotRecord, nextSector: 0 };
}

/** What boots next: the trial while it has starts left, else the active slot; where there is none, the trial still. */
export function bootSlot(record: SlotRecord | undefined): Slot | undefined {
  if (record?.trial !== undefined && record.starts < record.allowed) return record.trial;
  return fallbackSlot(record);
}

/** What a board falls back to when a trial fails: the active slot, or while nothing was ever confirmed the trial. */
export function fallbackSlot(record: SlotRecord | undefined): Slot | undefined {
  return record?.active ?? record?.trial;
}

/** The slot that a new app may be written to. */
export function idleSlot(record: SlotRecord | undefined): Slot {
  const fallback = fallbackSlot(record);
  return fallback === undefined ? 'a' : otherSlot(fallback);
}

/** The record after an image has gone to `slot`: it is on trial, with what there was to fall back to. */
export function trialRecord(record: SlotRecord | undefined, slot: Slot): SlotRecord {
  const fallback = fallbackSlot(record);
  return {
    sequence: ((record?.sequence ?? 0) + 1) >>> 0,
    ...(fallback === undefined || fallback === slot ? {} : { active: fallback }),
    trial: slot,
    starts: 0,
    allowed: TRIAL_STARTS,
  };
}

/** The record that makes the active slot boot at once, whatever was on trial. */
export function activeRecord(record: SlotRecord): SlotRecord {
  const { sequence, active } = record;
  return { sequence: (sequence + 1) >>> 0, ...(active ? { active } : {}), starts: 0, allowed: TRIAL_STARTS };
}
