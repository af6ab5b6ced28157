/** Compiles against our typings and against @types/node 18. */
import { Buffer as Same, constants, kMaxLength } from 'node:buffer';

const buffer: Buffer = Buffer.from('abc', 'utf8');
const joined = Buffer.concat([buffer, Buffer.alloc(3, 'x'), new Uint8Array(3)], 7);
export const view: Uint8Array = joined.subarray(1).fill(0, 2).swap16();
export const numbers: number[] = [
  buffer.readUInt16BE(0),
  buffer.readUint16BE(),
  buffer.writeInt32LE(5),
  buffer.indexOf('x', 1, 'latin1'),
  buffer.write('x', 1, 2, 'hex'),
  buffer.copy(view, 1),
  Buffer.byteLength('x'),
  buffer.readUIntBE(0, 3),
  kMaxLength,
  constants.MAX_LENGTH,
];
export const big: bigint = buffer.readBigUInt64LE(0);
export const text: string = buffer.toString('hex', 0, 2) + JSON.stringify(buffer.toJSON().data);
export const made: Buffer[] = [
  Buffer.from([1, 2]),
  Buffer.from(new ArrayBuffer(3), 1, 1),
  Buffer.from(buffer),
  Buffer.of(1),
  Buffer.allocUnsafe(1),
];
export const yes: boolean =
  Same.isBuffer(text) || buffer.equals(view) || buffer.includes('x') || Buffer.isEncoding('x');
for (const byte of buffer) numbers.push(byte);
// @ts-expect-error a number is no content
Buffer.from(5);
// @ts-expect-error no such encoding
buffer.toString('nope');
