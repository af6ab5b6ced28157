/** App images, app.tgi: the layout of runtime/core/image.h, written and read. */
import { crc32 } from 'node:zlib';
import { UserError } from '../user_error';

const MAGIC = 'TGI1';
export const IMAGE_VERSION = 1;
export const IMAGE_HEADER_SIZE = 64;
const CRC_START = 16;

export type ImageKind = 'source' | 'code';
const KINDS: Record<ImageKind, number> = { source: 1, code: 2 };

export interface Image {
  engine: string;
  /** major << 16 | minor << 8 | patch, as the engine's header says. */
  engineVersion: number;
  /** The number of the engine's precompiled format. */
  codeFormat: number;
  kind: ImageKind;
  code: Uint8Array;
  /** The name of stack frames, "app.js". */
  entry: string;
}

const align8 = (offset: number): number => Math.ceil(offset / 8) * 8;

export function encodeImage(image: Image): Buffer {
  const entry = Buffer.from(`${image.entry}\0`);
  const codeOffset = align8(IMAGE_HEADER_SIZE);
  const entryOffset = codeOffset + align8(image.code.length);
  const data = Buffer.alloc(align8(entryOffset + entry.length));
  data.write(MAGIC, 0, 'latin1');
  data.writeUInt16LE(IMAGE_VERSION, 4);
  data.writeUInt16LE(IMAGE_HEADER_SIZE, 6);
  data.writeUInt32LE(data.length, 8);
  if (data.write(image.engine, 16, 16, 'latin1') < image.engine.length) throw new Error('engine name over 16 bytes');
  data.writeUInt32LE(image.engineVersion, 32);
  data.writeUInt32LE(image.codeFormat, 36);
  data.writeUInt32LE(KINDS[image.kind], 40);
  data.writeUInt32LE(codeOffset, 44);
  data.writeUInt32LE(image.code.length, 48);
  data.writeUInt32LE(entryOffset, 52);
  data.set(image.code, codeOffset);
  entry.copy(data, entryOffset);
  data.writeUInt32LE(crc32(data.subarray(CRC_START)), 12);
  return data;
}

/** Reads an image back. A damaged one, or one of another version, is a UserError that names the field. */
export function decodeImage(data: Buffer): Image {
  const refuse = (field: string, found: unknown, expected: unknown): never => {
    throw new UserError(`app image: ${field} is ${String(found)}, expected ${String(expected)}`);
  };
  if (data.length < IMAGE_HEADER_SIZE) refuse('size', data.length, `at least ${IMAGE_HEADER_SIZE} bytes`);
  const magic = data.toString('latin1', 0, 4);
  if (magic !== MAGIC) refuse('magic', JSON.stringify(magic), JSON.stringify(MAGIC));
  if (data.readUInt16LE(4) !== IMAGE_VERSION) refuse('format version', data.readUInt16LE(4), IMAGE_VERSION);
  if (data.readUInt16LE(6) !== IMAGE_HEADER_SIZE) refuse('header length', data.readUInt16LE(6), IMAGE_HEADER_SIZE);
  if (data.readUInt32LE(8) !== data.length) refuse('total length', data.readUInt32LE(8), data.length);
  const crc = crc32(data.subarray(CRC_START));
  if (data.readUInt32LE(12) !== crc) refuse('checksum', data.readUInt32LE(12), crc);
  const kind = (Object.keys(KINDS) as ImageKind[]).find((name) => KINDS[name] === data.readUInt32LE(40));
  if (!kind) return refuse('kind', data.readUInt32LE(40), '1 or 2');
  const [codeOffset, codeSize, entryOffset] = [data.readUInt32LE(44), data.readUInt32LE(48), data.readUInt32LE(52)];
  if (codeOffset % 8 !== 0 || codeOffset < IMAGE_HEADER_SIZE || codeOffset + codeSize > data.length)
    refuse('code', `${codeSize} bytes at ${codeOffset}`, 'a place in the image, 8-byte aligned');
  const entryEnd = data.indexOf(0, entryOffset);
  if (entryOffset < IMAGE_HEADER_SIZE || entryEnd < 0)
    refuse('entry name', `at ${entryOffset}`, 'a text that ends in zero');
  return {
    engine: data.toString('latin1', 16, 32).replace(/\0+$/, ''),
    engineVersion: data.readUInt32LE(32),
    codeFormat: data.readUInt32LE(36),
    kind,
    code: data.subarray(codeOffset, codeOffset + codeSize),
    entry: data.toString('utf8', entryOffset, entryEnd),
  };
}
