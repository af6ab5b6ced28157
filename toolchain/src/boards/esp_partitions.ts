/** ESP-IDF's partition table, as it lies in flash. */
import { createHash } from 'node:crypto';
import { UserError } from '../user_error';

export const TABLE_AT = 0x8000;
export const TABLE_SIZE = 0xc00;

const ENTRY_SIZE = 32;
const ENTRY_MAGIC = 0x50aa;
const MD5_MAGIC = 0xebeb;
const MD5_AT = 16;

export interface Partition {
  name: string;
  type: number;
  subtype: number;
  /** Bytes from the start of flash. */
  offset: number;
  /** Bytes. */
  size: number;
}

/** Reads a table; without entries, or with a wrong checksum, it is a UserError. */
export function decodeTable(data: Buffer): Partition[] {
  const table: Partition[] = [];
  for (let at = 0; at + ENTRY_SIZE <= data.length; at += ENTRY_SIZE) {
    const magic = data.readUInt16LE(at);
    if (magic === MD5_MAGIC) {
      const sum = createHash('md5').update(data.subarray(0, at)).digest();
      if (sum.equals(data.subarray(at + MD5_AT, at + ENTRY_SIZE))) break;
      throw new UserError('The partition table on the board is damaged (its MD5 is wrong).');
    }
    if (magic !== ENTRY_MAGIC) break;
    table.push({
      type: data.readUInt8(at + 2),
      subtype: data.readUInt8(at + 3),
      offset: data.readUInt32LE(at + 4),
      size: data.readUInt32LE(at + 8),
      name: data.toString('latin1', at + 12, at + 28).replace(/\0.*$/s, ''),
    });
  }
  return table;
}
