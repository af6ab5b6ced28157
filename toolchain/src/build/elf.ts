/** What a program for a board takes of its memories, from its ELF file (System V ABI, "Program Loading"). */
import * as fs from 'node:fs';

const LOAD = 1;
const WRITABLE = 2;

/** Bytes that are kept in flash, and bytes of RAM that are taken before the program runs, its stacks among them. */
export function memoryOf(file: string): { flash: number; ram: number } {
  const data = fs.readFileSync(file);
  if (data.readUInt32BE(0) !== 0x7f454c46 || data.readUInt8(4) !== 1 || data.readUInt8(5) !== 1)
    throw new Error(`${file} is no ELF file of 32 bits, little-endian`);
  const [start, size, count] = [data.readUInt32LE(28), data.readUInt16LE(42), data.readUInt16LE(44)];
  let [flash, ram] = [0, 0];
  for (let at = start; at < start + size * count; at += size) {
    if (data.readUInt32LE(at) !== LOAD) continue;
    flash += data.readUInt32LE(at + 16);
    if ((data.readUInt32LE(at + 24) & WRITABLE) !== 0) ram += data.readUInt32LE(at + 20);
  }
  return { flash, ram };
}
